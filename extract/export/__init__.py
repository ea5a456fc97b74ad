"""Other people's formats: one package a target, each returning its artefact together with a report of what was lost."""
