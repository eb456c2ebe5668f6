"""The adapters the suite is run with. Each is made from a profile as it is written in a file."""

import itertools
import ssl
from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path

import pytest

from motcua.departments.edxml.adapter import EdxmlDepartment
from motcua.departments.http import HttpDepartment
from motcua.departments.profile import DepartmentProfile, load_profiles
from tests.authority import Authority
from tests.departments.conformance.played import Played, PlayedJson
from tests.departments.conformance.played_edxml import PlayedEdxml
from tests.departments.conformance.profiles import API_KEY, CONTRACT, DIALECT, MTLS
from tests.departments.conftest import SECRET, Simulator
from tests.departments.edxml_messages import edxml_profile

NUMBERS = itertools.count(1)
KEY = "mot-khoa-truy-cap-dai-va-kho-doan"
ENVIRONMENT = {"SYSTEM_SECRET": SECRET, "SYSTEM_API_KEY": KEY, "CLIENT_SECRET": "mat-khau+cua/mot cua%"}


@pytest.fixture(scope="session")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return Authority(tmp_path_factory.mktemp("authority"))


@pytest.fixture(scope="session")
def guarded_simulator(authority: Authority) -> Iterator[Simulator]:
    """Played systems that show a certificate and ask for one."""
    server, director = authority.issue("server", "127.0.0.1"), authority.issue("director")
    tls = ssl.create_default_context(cafile=str(authority.file))
    tls.load_cert_chain(director.certificate, director.key)
    options = ("--certificate", str(server.certificate), "--key", str(server.key), "--client-ca", str(authority.file))
    running = Simulator.start(*options, tls=tls)
    yield running
    running.stop()


def adapters(text: str, folder: Path, **places: object) -> tuple[HttpDepartment, HttpDepartment]:
    """Return the adapter of a profile, patient and impatient."""
    made = []
    for total in ("PT30S", "PT1S"):
        file = folder / f"departments-{total}.yaml"
        file.write_text(text.format(total=total, **places), encoding="utf-8")
        (profile,) = load_profiles(file).values()
        assert isinstance(profile, DepartmentProfile)
        made.append(HttpDepartment(profile, profile.secret(ENVIRONMENT), ENVIRONMENT))
    return made[0], made[1]


def contract(request: pytest.FixtureRequest, system: str, folder: Path, auth: str = "") -> PlayedJson:
    simulator: Simulator = request.getfixturevalue("simulator")
    pair = adapters(CONTRACT, folder, system=system, address=simulator.address, auth=auth)
    return PlayedJson(simulator, system, *pair, speech="contract")


def api_key(request: pytest.FixtureRequest, system: str, folder: Path) -> PlayedJson:
    played = contract(request, system, folder, auth=API_KEY)
    played.simulator.shut(system, kind="api_key", header="X-Ma-Truy-Cap", key=KEY)
    return played


def mtls(request: pytest.FixtureRequest, system: str, folder: Path) -> PlayedJson:
    authority: Authority = request.getfixturevalue("authority")
    simulator: Simulator = request.getfixturevalue("guarded_simulator")
    paper = authority.issue(f"client-{system}")
    auth = MTLS.format(ca=authority.file, certificate=paper.certificate, key=paper.key)
    pair = adapters(CONTRACT, folder, system=system, address=simulator.address, auth=auth)
    return PlayedJson(simulator, system, *pair, speech="contract")


def dialect(request: pytest.FixtureRequest, system: str, folder: Path) -> PlayedJson:
    simulator: Simulator = request.getfixturevalue("simulator")
    secret = ENVIRONMENT["CLIENT_SECRET"]
    simulator.shut(system, kind="oauth2", client_id="mot-cua", client_secret=secret, signed=False)
    pair = adapters(DIALECT, folder, system=system, address=simulator.address)
    return PlayedJson(simulator, system, *pair, speech="vietnamese")


def edxml(request: pytest.FixtureRequest, system: str, folder: Path) -> PlayedEdxml:
    simulator: Simulator = request.getfixturevalue("simulator")
    address = f"{simulator.address}/edxml/{system}"
    limits = {"connect": "PT20S", "read": "PT30S"}
    patient, impatient = (
        EdxmlDepartment(edxml_profile(address, system, timeout=limits | {"total": total}), SECRET)
        for total in ("PT30S", "PT1S")
    )
    return PlayedEdxml(simulator, system, patient, impatient)


MAKERS: dict[str, Callable[[pytest.FixtureRequest, str, Path], Played]] = {
    "json": contract,
    "json with an API key": api_key,
    "json over mTLS": mtls,
    "a dialect with OAuth2": dialect,
    "documents (edXML)": edxml,
}
"""How a played department of each kind is made; another adapter is one more line."""


@pytest.fixture(params=list(MAKERS))
async def played(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Played]:
    """A department system nobody has spoken to yet, of every kind."""
    system = f"he-thong-{next(NUMBERS)}"
    made = MAKERS[request.param](request, system, tmp_path)
    yield made
    await made.department.close()
    await made.impatient.close()
