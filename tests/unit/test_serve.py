"""The server of reports, asked by a real client: what it answers, and what it refuses."""

from __future__ import annotations

import base64
import http.client
import json
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote, urlencode

import pytest

import newsan as ns
from newsan.serve import Server, folders, selection, server

RAIN = "“It rained,” said Mara Ostrell in Berlin."
SNOW = "“There is no ceasefire,” said Ivo Teller. “It snowed,” he added."


def asked(to: Server, method: str, path: str, body: bytes = b"", **headers: str) -> tuple[int, str]:
    """Return status and body of an answer; what every answer has is looked at here."""
    line = http.client.HTTPConnection(server.HOST, to.server_port, timeout=300)
    head = {"Host": f"{server.HOST}:{to.server_port}"}
    head |= {name.replace("_", "-"): value for name, value in headers.items()}
    line.request(method, path, body or None, head)
    answer = line.getresponse()
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "frame-ancestors 'none'" in answer.headers["Content-Security-Policy"]
    assert "Access-Control-Allow-Origin" not in answer.headers
    told = answer.read().decode("utf-8")
    line.close()
    return answer.status, told


def dropped(to: Server, files: dict[str, bytes], **headers: str) -> tuple[int, str]:
    rows = [{"name": n, "data": base64.b64encode(c).decode()} for n, c in files.items()]
    headers = {"Origin": to.address} | headers
    return asked(to, "POST", "/dropped", json.dumps(rows).encode(), **headers)


@pytest.fixture
def serving(tmp_path: Path) -> Iterator[Server]:
    """Serve a folder with an analysis in it."""
    folder = tmp_path / "shown"
    ns.analyse([{"text": RAIN, "title": "<b>Rain</b>"}]).save(folder / "of <rain>")
    with Server(folder) as made:
        thread = threading.Thread(target=made.serve_forever)
        thread.start()
        yield made
        made.shutdown()
        thread.join()


def test_the_list_leads_to_each_report(serving: Server) -> None:
    status, page = asked(serving, "GET", "/")
    assert status == 200
    assert '<a href="/report?of=of+%3Crain%3E">of &lt;rain&gt;</a>: 1 article, 1 quotation' in page
    status, page = asked(serving, "GET", "/report?of=of+%3Crain%3E")
    assert status == 200
    assert '<header><p class="small"><a href="/">← All analyses</a>' in page
    assert "&lt;b&gt;Rain&lt;/b&gt;" in page
    for path in ("/page.css", "/drop.js"):
        assert asked(serving, "GET", path)[0] == 200


def test_a_report_is_of_what_the_folder_holds_now(serving: Server) -> None:
    of = "/report?" + urlencode({"of": "of <rain>"})
    assert "It rained" in asked(serving, "GET", of)[1]
    place = serving.shelf.folder / "of <rain>"
    ns.analyse([{"text": SNOW}]).save(place)
    page = asked(serving, "GET", of)[1]
    assert "It snowed" in page and "It rained" not in page
    (place / "newsan.json").write_text("[]", encoding="utf-8")
    status, page = asked(serving, "GET", of)
    assert status == 422 and "is not what newsan wrote" in page
    assert "is not what newsan wrote" in asked(serving, "GET", "/")[1]


def test_what_is_dropped_is_analysed_into_a_folder_of_its_own(serving: Server) -> None:
    for n, files in enumerate(
        ({"rain.txt": RAIN.encode()}, {"a.txt": SNOW.encode(), "b.txt": RAIN.encode()}), 1
    ):
        status, where = dropped(serving, files)
        assert (status, where) == (200, f"/report?of=dropped%2F{n}")
        place = serving.shelf.folder / "dropped" / str(n)
        assert {p.name for p in (place / "articles").iterdir()} == set(files)
        assert len(ns.analysis.Analysis.load(place).articles) == len(files)
        assert "It rained" in asked(serving, "GET", where)[1]
    assert "dropped/2</a>: 2 articles, 3 quotations" in asked(serving, "GET", "/")[1]


def test_what_cannot_be_read_is_told_and_leaves_nothing(serving: Server) -> None:
    status, told = dropped(serving, {"rain.xyz": b"Rain."})
    assert status == 422 and "no file ends in" in told
    assert not (serving.shelf.folder / "dropped" / "1").exists()
    status, where = dropped(serving, {"rain.parquet": b"Rain."})
    assert status == 200 and "rain.parquet" in asked(serving, "GET", where)[1]
    assert dropped(serving, {}) == (422, "Nothing was dropped.")


@pytest.mark.parametrize("name", ["../rain.txt", "/etc/rain.txt", "a/b.txt", "a\\b.txt", "C:rain.txt",
                                  "rain.txt:x", "..", ".rain", "", "ra\x00in.txt", "r" * 201, "ra\ud800in"])  # fmt: skip
def test_names_with_parts_of_a_path_are_refused(serving: Server, name: str) -> None:
    before = sorted(serving.shelf.folder.parent.rglob("*"))
    status, told = dropped(serving, {"fine.txt": b"Rain.", name: b"Rain."})
    assert status == 422 and "is no plain name of a file" in told
    assert sorted(serving.shelf.folder.parent.rglob("*")) == before


@pytest.mark.parametrize("host", ["rain.example", "rain.example:{port}", "127.0.0.1", "127.0.0.1:1",
                                  "localhost.rain.example:{port}", ""])  # fmt: skip
def test_other_hosts_are_refused(serving: Server, host: str) -> None:
    named = host.format(port=serving.server_port)
    for method, path in (("GET", "/"), ("GET", "/report?of=of+%3Crain%3E"), ("POST", "/dropped")):
        status, page = asked(serving, method, path, Host=named, Origin=serving.address)
        assert status == 403 and "rain" not in page


def test_localhost_is_this_machine(serving: Server) -> None:
    name = f"localhost:{serving.server_port}"
    assert asked(serving, "GET", "/", Host=name)[0] == 200
    assert (
        dropped(serving, {"rain.txt": RAIN.encode()}, Host=name, Origin=f"http://{name}")[0] == 200
    )


@pytest.mark.parametrize(
    "origin", ["https://rain.example", "null", "", "http://127.0.0.1", "http://127.0.0.1:1"]
)
def test_pages_of_other_sites_send_nothing(serving: Server, origin: str) -> None:
    status, _ = dropped(serving, {"rain.txt": b"Rain."}, Origin=origin)
    assert status == 403
    assert not (serving.shelf.folder / "dropped").exists()
    for site in ("cross-site", "same-site"):
        assert asked(serving, "GET", "/", Sec_Fetch_Site=site)[0] == 403


def test_bodies_over_the_limit_or_without_a_length_are_refused(serving: Server) -> None:
    over = {"Origin": serving.address, "Content_Length": str(server.MOST_BYTES + 1)}
    status, told = asked(serving, "POST", "/dropped", **over)
    assert (status, told) == (413, "24 MB of articles at once are the most.")
    status, _ = asked(
        serving, "POST", "/dropped", Origin=serving.address, Transfer_Encoding="chunked"
    )
    assert status == 411


@pytest.mark.parametrize("body", [b"", b"{", b"7", b'{"name": "a"}', b'[{"name": "a.txt", "data": "?"}]',
                                  b'[{"name": "a.txt", "data": "UmE="}, {"name": "a.txt", "data": "UmE="}]'])  # fmt: skip
def test_bodies_that_are_no_files_are_refused(serving: Server, body: bytes) -> None:
    headers = {"Origin": serving.address, "Content_Length": str(len(body))}
    assert asked(serving, "POST", "/dropped", body, **headers)[0] == 400


def test_what_is_not_there_is_not_found(serving: Server, tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_text("secret", encoding="utf-8")
    for path in ("/no", "/../secret.txt", "/%2e%2e/secret.txt", "/report", f"/report?of={quote('../shown')}",
                 "/corpus?of=.", "/slice?of=of+%3Crain%3E"):  # fmt: skip
        status, page = asked(serving, "GET", path)
        assert status == 404 and "secret" not in page.replace("/../secret.txt", "")
    assert asked(serving, "POST", "/", Origin=serving.address)[0] == 404


def test_links_out_of_the_folder_are_not_followed(serving: Server, tmp_path: Path) -> None:
    ns.analyse([{"text": SNOW}]).save(tmp_path / "other")
    (serving.shelf.folder / "link").symlink_to(tmp_path / "other")
    assert "link" not in serving.shelf.analyses()
    assert asked(serving, "GET", "/report?of=link")[0] == 404


def test_a_corpus_shows_what_is_asked_of_it(serving: Server) -> None:
    pytest.importorskip("duckdb")
    place = serving.shelf.folder / "big"
    rows = [
        {"text": f"{RAIN} It was day {n}.", "outlet": "Lamp <1>", "published": f"2031-05-{n:02}"}
        for n in range(1, 9)
    ]
    ns.corpus.run([*rows, {"text": SNOW, "outlet": "Ostra"}], place, partition=4)
    assert [*serving.shelf.corpora()] == ["big"]
    assert '<a href="/corpus?of=big">big</a>' in asked(serving, "GET", "/")[1]
    status, page = asked(serving, "GET", "/corpus?of=big")
    assert status == 200
    assert '<option value="Mara Ostrell">' in page and '<option value="Lamp &lt;1&gt;">' in page

    def shown(**wanted: str) -> str:
        status, page = asked(serving, "GET", f"/slice?{urlencode({'of': 'big'} | wanted)}")
        assert status == 200
        return page

    page = shown(actor="Ivo Teller")
    assert "Shown: 1 article, all that fit (actor: Ivo Teller)." in page
    assert "It snowed" in page and "It rained" not in page
    page = shown(outlet="Lamp <1>", since="2031-05-02", until="2031-05-07", most="3", topic="")
    assert (
        "Shown: 3 articles of 6 that fit (outlet: Lamp &lt;1&gt;; since: 2031-05-02; until: 2031-05-07)."
        in page
    )
    assert "It was day 2." in page and "It was day 5." not in page and "It was day 1." not in page
    page = shown(actor="' OR 1=1 --")
    assert "Shown: 0 articles, all that fit" in page
    assert asked(serving, "GET", "/slice?of=big&since=soon")[0] == 422
    assert asked(serving, "GET", "/slice?of=big&most=-1")[0] == 422


def test_a_slice_of_all_is_what_the_articles_give_alone(tmp_path: Path) -> None:
    pytest.importorskip("duckdb")
    rows = [
        {"id": "a", "text": RAIN, "published": "2031-05-01"},
        {"id": "b", "text": SNOW, "published": "2031-05-02"},
        {
            "id": "c",
            "text": "It rained in Sudzha and all of Kursk Oblast.",
        },  # the second has no point
    ]
    ns.corpus.run(rows, tmp_path, partition=1)
    result, _ = selection.read(ns.corpus.open(tmp_path), {})
    alone = ns.analyse(rows)
    for name, frame in alone:
        if name not in {"problems", "ledger"}:
            assert getattr(result, name).to_csv() == frame.to_csv(), name


def test_ctrl_c_ends_it_cleanly_and_a_port_in_use_is_told(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "newsan", "serve", str(tmp_path)]
    running = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    line = running.stdout.readline()
    port = line.rpartition(":")[2].split()[0]
    again = subprocess.run([*command, "--port", port], capture_output=True, text=True)
    assert again.returncode == 1
    assert again.stderr.startswith(f"newsan: Port {port} cannot be had")
    running.send_signal(signal.SIGINT)
    said, wrong = running.communicate(timeout=60)
    assert (running.returncode, said, wrong) == (0, "Ended.\n", "")


def test_only_the_loopback_address_is_listened_on(serving: Server) -> None:
    assert serving.socket.getsockname()[0] == "127.0.0.1"


def test_a_page_of_a_folder_that_is_empty_says_how_to_begin(tmp_path: Path) -> None:
    assert "No analysis yet" in folders.Shelf(tmp_path).index()
