"""A registry that behaves as ClinicalTrials.gov's API v2 and a page site are known to, with faults on demand."""

import json
import re
import socket
import struct
import threading
import time
import zipfile
from collections import deque
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from io import BytesIO
from urllib.parse import parse_qsl, urlsplit

JSON, TEXT, HTML = "application/json", "text/plain;charset=UTF-8", "text/html"
KNOWN = {
    "format",
    "filter.ids",
    "filter.overallStatus",
    "query.term",
    "query.cond",
    "pageSize",
    "pageToken",
    "countTotal",
}
ID = re.compile(r"[Nn][Cc][Tt]0*[1-9]\d{0,7}")
PAGE_SIZE = 3
"""The server's own limit, so that a few studies make several pages (the real one clamps to 1,000)."""


def study(nct_id, title="A trial", aliases=(), stamp="2026-01-01"):
    ident = {"nctId": nct_id, "briefTitle": title} | ({"nctIdAliases": list(aliases)} if aliases else {})
    protocol = {
        "identificationModule": ident,
        "statusModule": {"overallStatus": "RECRUITING", "lastUpdatePostDateStruct": {"date": "2026-01-02"}},
        "eligibilityModule": {"eligibilityCriteria": "Inclusion Criteria:\n\n* Age \\>= 18"},
    }
    return {"protocolSection": protocol, "derivedSection": {"miscInfoModule": {"versionHolder": stamp}}}


class Registry(ThreadingHTTPServer):
    """Holds studies and pages; `faults` are used up, one a request, before the true answers."""

    daemon_threads = True

    def __init__(self):
        super().__init__(("127.0.0.1", 0), _Handler)
        self.origin = f"http://127.0.0.1:{self.server_port}"
        self.reset()

    def reset(self):
        self.studies = {id_: study(id_) for id_ in (f"NCT9000{n:04d}" for n in range(1, 8))}
        self.pages = {}
        self.robots = "User-agent: *\nDisallow: /study-search\n"
        self.faults = deque()
        self.asked = []
        self.agents = []
        self.token_expires = 0
        self.empty_page = False
        self.lost = set()
        self.redirects = {}

    def __enter__(self):
        threading.Thread(target=self.serve_forever, args=(0.01,), daemon=True).start()
        return self

    def __exit__(self, *_):
        self.shutdown()
        self.server_close()

    def handle_error(self, *_):
        """Clients that hang up are part of the tests."""

    def find(self, nct_id):
        """The study of an id or alias."""
        aliases = {
            alias: one
            for one in self.studies.values()
            for alias in one["protocolSection"]["identificationModule"].get("nctIdAliases", [])
        }
        return self.studies.get(nct_id.upper()) or aliases.get(nct_id.upper())


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    server: Registry

    def log_message(self, *_):
        """Say nothing."""

    def do_GET(self):
        self.server.asked.append(self.path)
        self.server.agents.append(self.headers["User-Agent"])
        if self.server.faults and (fault := self.server.faults.popleft()):
            fault(self)
            return
        path, params = urlsplit(self.path).path, dict(parse_qsl(urlsplit(self.path).query, keep_blank_values=True))
        if path in self.server.redirects:
            self.send(301, b"", TEXT, Location=self.server.redirects[path])
        elif path.startswith("/api/v2/"):
            self.api(path.removeprefix("/api/v2"), params)
        elif path == "/robots.txt" and self.server.robots is not None:
            self.send(200, self.server.robots.encode(), TEXT)
        elif path in self.server.pages:
            self.send(200, self.server.pages[path], HTML)
        else:
            self.send(404, b"<h1>404</h1>", HTML)

    def send(self, status, body, content_type, **headers):
        self.send_response(status)
        for name, value in {"Content-Type": content_type, "Content-Length": len(body), **headers}.items():
            self.send_header(name.replace("_", "-"), str(value))
        self.end_headers()
        self.wfile.write(body)

    def refuse(self, message, status=400):
        self.send(status, message.encode(), TEXT)

    def api(self, path, params):
        if path == "/version":
            self.send(200, b'{"apiVersion":"2.0.5","dataTimestamp":"2026-01-05T09:00:06"}', JSON)
        elif path == "/studies/download":
            packed = BytesIO()
            with zipfile.ZipFile(packed, "w") as archive:
                for id_, one in self.server.studies.items():
                    archive.writestr(f"{id_}.json", json.dumps(one))
            self.send(200, packed.getvalue(), "application/zip")
        elif path == "/studies":
            self.page(params)
        elif ID.fullmatch(id_ := path.rpartition("/")[2]) is None:
            self.refuse("Parameter `nctId` has incorrect format")
        elif (one := self.server.find(id_)) is None:
            self.refuse(f"NCT number {id_} not found", 404)
        elif id_ not in self.server.studies:
            canonical = one["protocolSection"]["identificationModule"]["nctId"]
            self.send(301, b"", TEXT, Location=f"/api/v2/studies/{canonical}?format=json")
        else:
            self.send(200, json.dumps(one).encode(), JSON)

    def page(self, params):
        for name in params.keys() - KNOWN:
            self.refuse(f"`{name}` is unknown parameter")
            return
        found = list(self.server.studies.values())
        if "filter.ids" in params:
            ids = re.split("[,|]", params["filter.ids"])
            for n, id_ in enumerate(ids, 1):
                if ID.fullmatch(id_) is None or id_ in self.server.lost:
                    self.refuse(f"Item {n} in parameter `filter.ids` has incorrect format")
                    return
            found = list({id(one): one for one in map(self.server.find, ids) if one}.values())
        start = int(params.get("pageToken", "t0")[1:])
        if start and self.server.token_expires:
            self.server.token_expires -= 1
            self.refuse("Parameter `pageToken` has incorrect value")
            return
        size = min(int(params["pageSize"]), PAGE_SIZE)
        shown, rest = found[start : start + size], start + size
        if self.server.empty_page and start == 0:
            shown, rest, self.server.empty_page = [], 0, False
            body = {"studies": [], "nextPageToken": "t0"}
        else:
            body = {"studies": shown} | ({"nextPageToken": f"t{rest}"} if rest < len(found) else {})
        if params.get("countTotal") == "true" and start == 0:
            body["totalCount"] = len(found)
        self.send(200, json.dumps(body).encode(), JSON)


def answer(status, body=b"", content_type=TEXT, **headers):
    """A fault: this answer instead of the true one."""
    return lambda handler: handler.send(status, body, content_type, **headers)


def truncated(handler):
    """The connection closes before the length that was promised."""
    handler.send_response(200)
    handler.send_header("Content-Type", JSON)
    handler.send_header("Content-Length", "5000")
    handler.end_headers()
    handler.wfile.write(b'{"studies": [')
    handler.close_connection = True


def reset(handler):
    """The connection is reset."""
    handler.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    handler.connection.close()
    handler.close_connection = True


def slow(handler):
    """The body stops half way for longer than a client waits."""
    handler.send_response(200)
    handler.send_header("Content-Type", JSON)
    handler.send_header("Content-Length", "100")
    handler.end_headers()
    handler.wfile.write(b"{")
    handler.wfile.flush()
    time.sleep(0.5)
    handler.close_connection = True


def dropped(keep):
    """A page that lacks studies it should have, as a registry would that loses some."""

    def fault(handler):
        found = list(handler.server.studies.values())
        body = {"studies": found[:keep], "totalCount": len(found)}
        handler.send(200, json.dumps(body).encode(), JSON)

    return fault
