// Translates a CQL library and evaluates it for FHIR R4 bundles, one patient each.
// Standard input: {"cql": text, "parameters": {name: ISO date}, "bundles": [bundle, ...]}
// Standard output: {"errors": [text, ...]} or {"results": {patientId: {define: true | false | null}}}
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { CqlTranslator, LibraryManager, ModelManager, createModelInfoProvider, createUcumService, stringAsSource } from "@cqframework/cql/cql-to-elm";
import { SystemModelInfoProvider } from "@cqframework/cql/cql";
const require = createRequire(import.meta.url);
const cql = require("cql-execution");
const fhir = require("cql-exec-fhir");
const modelInfo = require("cql-exec-fhir/lib/modelInfos/fhir-modelinfo-4.0.1.xml.js");
const { UcumLhcUtils } = require("@lhncbc/ucum-lhc");

function translate(text) {
  const models = new ModelManager();
  models.modelInfoLoader.registerModelInfoProvider(new SystemModelInfoProvider());
  models.modelInfoLoader.registerModelInfoProvider(
    createModelInfoProvider((name, system, version) => (name === "FHIR" ? stringAsSource(modelInfo) : null)),
  );
  const ucum = UcumLhcUtils.getInstance();
  const units = createUcumService(
    (value, from, to) => String(ucum.convertUnitTo(from, Number(value), to).toVal),
    (unit) => (ucum.validateUnitString(unit).status === "valid" ? null : `${unit} is no UCUM unit`),
    () => { throw new Error("not needed"); },
    () => { throw new Error("not needed"); },
  );
  const libraries = new LibraryManager(models, undefined, undefined, units);
  const translator = CqlTranslator.fromText(text, libraries);
  const errors = Array.from(translator.errors.asJsReadonlyArrayView?.() ?? translator.errors).map((e) => String(e.message ?? e));
  return { elm: JSON.parse(translator.toJson()), errors };
}

const input = JSON.parse(readFileSync(0, "utf8"));
const { elm, errors } = translate(input.cql);
if (errors.length) {
  process.stdout.write(JSON.stringify({ errors }));
} else {
  const parameters = {};
  for (const [name, value] of Object.entries(input.parameters ?? {})) parameters[name] = cql.Date.parse(value);
  const library = new cql.Library(elm);
  const source = fhir.PatientSource.FHIRv401({ requireProfileTagging: false });
  source.loadBundles(input.bundles);
  const executor = new cql.Executor(library, new cql.CodeService({}), parameters);
  const { patientResults } = await executor.exec(source);
  const results = {};
  for (const [id, defines] of Object.entries(patientResults)) {
    results[id] = {};
    for (const [name, value] of Object.entries(defines)) if (value === null || typeof value === "boolean") results[id][name] = value;
  }
  process.stdout.write(JSON.stringify({ results }));
}
