"""Settings of the whole suite."""

from hypothesis import settings

# no time limit an example: machines differ; the same examples every run: a red CI can be repeated
settings.register_profile("suite", deadline=None, derandomize=True)
settings.load_profile("suite")
