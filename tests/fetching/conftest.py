"""A registry on loopback, and clients that wait on no real clock."""

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from registry_server import Registry

from extract.fetching import CtGov, Fetcher, Manners, Store, Transport, Veeva


class Clock:
    """Time that passes only by sleeping."""

    def __init__(self):
        self.now = 0.0
        self.slept = []

    def sleep(self, seconds):
        self.slept.append(round(seconds, 3))
        self.now += seconds

    def time(self):
        return self.now


@pytest.fixture(scope="session")
def server():
    with Registry() as running:
        yield running


@pytest.fixture
def registry(server):
    server.reset()
    return server


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def transport(registry, clock):
    def make(**options):
        manners = {"allowed": (registry.origin,), "sleep": clock.sleep, "clock": clock.time, "timeout": (2.0, 0.3)}
        return Transport(Manners(**(manners | options)))

    return make


@pytest.fixture
def api(registry, transport):
    return CtGov(transport(), f"{registry.origin}/api/v2")


@pytest.fixture
def store(tmp_path):
    return Store(tmp_path / "snapshots", now=lambda: "2026-01-01T00:00:00+00:00")


@pytest.fixture
def fetcher(registry, transport, store, api):
    return Fetcher(store, api, Veeva(transport(), registry.origin))
