"""Studies: a folder read, found, made and completed; every verb with the tables of one."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pandas as pd
import pytest
from matplotlib import pyplot as plt
from shapely.geometry import MultiPoint, Point

import newsan as ns
from newsan.errors import NoSuchSource, ReadError, SchemaError, UnknownName, WriteError
from newsan.frontline.sides import parties


@pytest.fixture(scope="module")
def velm(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make the study that `newsan new` makes."""
    return ns.study.new(tmp_path_factory.mktemp("studies") / "velm")


def study(folder: Path, **files: str) -> Path:
    """Write a study of some files, `study` for its settings."""
    (folder / "study.toml").write_text(files.pop("study", ""), encoding="utf-8")
    for name, text in files.items():
        (folder / f"{name}.csv").write_text(text, encoding="utf-8")
    return folder


def test_an_empty_study_knows_nothing_and_is_called_like_its_folder(tmp_path: Path) -> None:
    found = ns.study.load(study(tmp_path))
    assert found.title == tmp_path.name
    assert (found.window, found.home_countries, found.outlets, found.control) == (
        None,
        (),
        (),
        None,
    )
    assert all(getattr(found, t) is None for t in ("sides", "actors", "topics", "offices"))
    assert ns.study.load(tmp_path / "study.toml").folder == tmp_path


@pytest.mark.parametrize(
    ("files", "said"),
    [
        ({"study": "titel = 'x'"}, r"study\.toml: Unknown setting 'titel'.*'title'"),
        ({"study": "title = "}, r"Cannot read .*study\.toml.*title = "),
        ({"study": "title = 1"}, r"title is 1; it should be words in quotation marks"),
        ({"study": "window = [3, 2, 1, 4]"}, r"window is \[3, 2, 1, 4\]; it should be west, south"),
        ({"study": "home_countries = ['Veldany']"}, r"'Veldany'.*two-letter codes"),
        ({"study": "outlets = 'Courier'"}, r"outlets is 'Courier'; it should be a list"),
        ({"sides": "side,colours\nTamm,red\n"}, r"sides\.csv.*'colours': did you mean 'colour'"),
        ({"sides": "side,colour\nTamm,red\n"}, r"sides\.csv has the colour 'red'.*#009E73"),
        ({"sides": "label\nTamm\n"}, r"sides\.csv lacks the column\(s\) side"),
        ({"sides": "side,countries\nTamm,SE\nHarrow,SE\n"}, r"sides\.csv has 'SE' twice"),
        ({"actors": "actor_id,name\nmara,\n"}, r"actors\.csv has a blank name in row 1 below"),
        (
            {"topics": "topic,proposition\ndam,It holds.\nflood,It rises, say some.\n"},
            r"topics\.csv: Expected 2 fields in line 3, saw 3\. .*a comma in it goes between quotation",
        ),
        (
            {"topics": "topic,proposition\nflood,It rises, say some.\n"},
            r"topics\.csv: Expected 2 fields in line 2, saw more",
        ),
        (
            {"actors": "actor_id,name,kind\nmara,Mara,poet\n"},
            r"'poet' in row 1 below its header: it should be person or",
        ),
        (
            {"topics": "topic,proposition,kind\ndam,It broke,idea\n"},
            r"'idea' in row 1 below its header: it should be fact or",
        ),
        (
            {"sides": "side\nHarrow\n", "actors": "actor_id,name,side\nmara,Mara,Harow\n"},
            r"actors\.csv has the side 'Harow' of Mara: did you mean 'Harrow'",
        ),
    ],
)
def test_what_is_wrong_is_said_with_file_value_and_remedy(
    tmp_path: Path, files: dict[str, str], said: str
) -> None:
    with pytest.raises((SchemaError, ReadError), match=said):
        ns.study.load(study(tmp_path, **files))


def test_a_folder_that_is_none_or_no_study_says_how_to_make_one(tmp_path: Path) -> None:
    with pytest.raises(NoSuchSource, match="newsan new"):
        ns.study.load(tmp_path / "nowhere")
    with pytest.raises(ReadError, match=r"holds no study\.toml"):
        ns.study.load(tmp_path)


def test_the_nearest_study_lies_in_or_above_what_is_read(tmp_path: Path) -> None:
    inner = study(tmp_path, study="title = 'The dam'") / "articles" / "2031"
    inner.mkdir(parents=True)
    for source in (inner, str(inner / "*.txt"), inner / "a.txt", tmp_path):
        assert ns.study.nearest(source).title == "The dam"
    assert ns.study.nearest([{"text": "It rained."}]) is None
    assert ns.study.nearest("It rained. " * 2000) is None


def test_a_new_study_runs_at_once(velm: Path) -> None:
    result = ns.analyse(velm)
    taken = result.claims.set_index("actor_id")["position"]
    assert taken[["toma-brevik", "mara-ostrell"]].tolist() == ["asserts", "denies"]
    said = result.references.set_index("place")[["relation", "side"]]
    assert said.loc["Ardal"].tolist() == ["captured", "Harrow"]
    assert set(result.control["controller"]) == {"Tamm", "Harrow"}
    assert result.mentions["geometry"].notna().all()
    assert result.problems.empty


def test_without_the_study_its_names_are_unknown(velm: Path, tmp_path: Path) -> None:
    (tmp_path / "velm.md").write_bytes((velm / "articles" / "velm.md").read_bytes())
    bare = ns.analyse(tmp_path)
    assert not bare.claims["topic"].isin(["velm_surrounded"]).any()
    given = ns.analyse(tmp_path, study=velm)
    assert given.claims["topic"].isin(["velm_surrounded"]).any()
    assert len(given.control) == len(ns.frontline.read_control(study=velm)) > 0


def test_verbs_take_the_folder_its_path_or_what_was_loaded(velm: Path) -> None:
    own = ns.study.load(velm)
    articles = ns.articles.read(velm / "articles")
    found = ns.quotes.find(articles)
    for given in (own, velm, str(velm)):
        quotes = ns.actors.resolve(found, articles, study=given)
        assert "toma-brevik" in set(quotes["actor_id"])
        assert "velm_surrounded" in set(ns.stance.find(quotes, articles, study=given)["topic"])
        mentions = ns.places.find(articles, study=given)
        assert "ardal" in set(mentions["place_id"])
        told = ns.frontline.references(mentions, articles, quotes, study=given)
        assert "Tamm" in set(told["side"])


def test_a_topic_of_the_study_is_known_though_nobody_speaks_of_it(tmp_path: Path) -> None:
    own = study(
        tmp_path, topics="topic,label,proposition\nglacier,The ice,The glacier has melted.\n"
    )
    result = ns.analyse(
        [{"text": "“It rained,” said Mara Ostrell.", "date": "2031-05-02"}], study=own
    )
    assert all(result.who_says(name).empty for name in ("glacier", "The ice"))
    assert result.timeline("The ice").empty
    with pytest.raises(UnknownName, match="Did you mean 'glacier'"):
        result.who_says("glacer")


def test_explicit_tables_win_over_those_of_the_study(velm: Path) -> None:
    articles = ns.articles.read(velm / "articles")
    own = pd.DataFrame({"actor_id": ["tb"], "name": ["Toma Brevik"]})
    quotes = ns.actors.resolve(
        ns.quotes.find(articles), articles, registry=ns.actors.registry(own), study=velm
    )
    assert {"tb"} <= set(quotes["actor_id"].dropna())
    topics = pd.DataFrame({"topic": ["road"], "proposition": ["It is open"], "about": ["road"]})
    stance = ns.stance.find(quotes, articles, topics=topics, study=velm)
    assert "velm_surrounded" not in set(stance["topic"].dropna())
    sides = ns.frontline.read_sides(pd.DataFrame({"side": ["The Front"], "actors": ["Harrow"]}))
    mentions = ns.places.find(articles, study=velm)
    told = ns.frontline.references(
        mentions, articles, sides=sides, actors=ns.actors.registry(), study=velm
    )
    assert "Harrow" not in set(told["side"].dropna())


def test_outlets_of_a_study_are_institutions_beside_its_actors(tmp_path: Path) -> None:
    actors = "actor_id,name\nmara-ostrell,Mara Ostrell\n"
    own = study(tmp_path, study='outlets = ["The Ostbruck Courier", "TASS"]', actors=actors)
    text = "The dam broke, The Ostbruck Courier reported. “It did,” said Mara Ostrell."
    articles = ns.articles.read([{"text": text}])
    quotes = ns.actors.resolve(ns.quotes.find(articles), articles, study=own)
    assert set(quotes["actor_id"]) == {"the-ostbruck-courier", "mara-ostrell"}


ROW = {"place_id": "velm", "place": "Velm", "lat": "47.1", "lon": "-30.0", "precision_m": "500",
       "day": "2021-05-12", "day_precision": "day", "status": "claimed", "claimed_by": "",
       "source": "Gazette", "source_url": ""}  # fmt: skip


def test_control_tables_have_the_sides_of_the_study_and_no_others(tmp_path: Path) -> None:
    own = study(tmp_path, sides="side,label\nTamm,\nHarrow,\nLisk,\n")
    rows = pd.DataFrame([{**ROW, "controller": c} for c in ("Lisk", "Harrow")])
    control = ns.frontline.read_control(rows, study=own)
    held = ns.frontline.state(control, "2021-06-01", study=own)
    assert held["controller"].tolist() == ["contested"]
    assert parties(study=own).names == ("Tamm", "Harrow", "Lisk", "contested")
    with pytest.raises(SchemaError, match="'Veldany' is none of Tamm, Harrow, Lisk, contested"):
        ns.frontline.read_control(rows.assign(controller="Veldany"), study=own)
    with pytest.raises(SchemaError, match="'Lisk' is none of"):
        ns.frontline.read_control(rows.iloc[:1])
    with pytest.raises(SchemaError, match="side is Tamm or Harrow or Lisk"):
        ns.frontline.enclosure(control, "2021-06-01", side="Veldany", study=own)
    with pytest.raises(ReadError, match=r"control_events\.csv"):
        ns.frontline.read_control(study=own)


def test_a_row_without_day_holder_and_status_only_names_a_place(tmp_path: Path) -> None:
    bare = {**ROW, "place_id": "lomar-quay", "place": "Lomar Quay", "controller": ""}
    rows = pd.DataFrame(
        [bare | dict.fromkeys(("day", "day_precision", "status", "claimed_by"), "")]
    )
    own = study(tmp_path, control_events=rows.to_csv(index=False))
    (tmp_path / "articles").mkdir()
    (tmp_path / "articles" / "a.txt").write_text(
        "Dockers in Lomar Quay went home.", encoding="utf-8"
    )
    result = ns.analyse(own)
    assert result.control.empty and result.areas.empty
    assert result.mentions[["place_id", "place"]].values.tolist() == [["lomar-quay", "Lomar Quay"]]
    with pytest.raises(SchemaError, match="status is empty"):
        ns.frontline.read_control(rows.assign(day="2021-05-12", controller="contested"))


def test_points_outside_a_window_that_was_never_given_are_not_called_swapped(
    tmp_path: Path,
) -> None:
    rows = pd.DataFrame([{**ROW, "controller": "Tamm", "lat": "30.0", "lon": "50.0"}])
    own = study(tmp_path, sides="side\nTamm\n")
    assert len(ns.frontline.read_control(rows, study=own)) == 1
    (tmp_path / "study.toml").write_text("window = [29, 49, 31, 51]", encoding="utf-8")
    with pytest.raises(SchemaError, match="look swapped: latitude is the one from 49 to 51"):
        ns.frontline.read_control(rows, study=own)
    with pytest.raises(SchemaError, match="mind the minus"):
        ns.frontline.read_control(rows.assign(lat="-50", lon="30"), study=own)
    (tmp_path / "study.toml").write_text("window = [-1, 51, 3, 53]", encoding="utf-8")
    beside = rows.assign(lat="52", lon="-2.5")
    assert ns.frontline.read_control(beside, study=own)["lon"].tolist() == [-2.5]


@pytest.fixture
def war(tmp_path: Path) -> Path:
    """A war of three sides: one without a colour, one actor with a colour of his own, one without a side."""
    return study(
        tmp_path,
        sides="side,label,colour,marker\nTamm,Tamm Guards,#009E73,^\nHarrow,,,D\n",
        actors="actor_id,name,kind,side,colour\nana,Ana Bjorre,person,Tamm,\nguards,Tamm Guards,group,Tamm,\n"
        "odd,Odd Lisk,person,Harrow,\nred,Rolf Ardal,person,Tamm,#AA0000\nmayor,Siv Hamre,person,,\n",
    )


def test_charts_have_the_colours_and_markers_of_the_study_s_sides(war: Path) -> None:
    from newsan.charts import house

    looks = house.looks(["ana", "guards", "odd", "red", "mayor"], study=war)
    assert {a: (look.colour, look.marker) for a, look in looks.items()} == {
        "ana": ("#009E73", "^"), "guards": ("#009E73", "^"), "odd": (house.PALETTE[1], "D"),
        "red": ("#AA0000", "^"), "mayor": (house.GREY, "o"),
    }  # fmt: skip
    assert looks["ana"].group == "Tamm Guards, person"


def test_those_who_look_alike_are_one_in_the_key_and_who_has_no_side_is_said_to_have_none(
    war: Path,
) -> None:
    from newsan.charts import house

    looks = house.looks(["ana", "guards", "odd", "mayor"], study=war)
    assert [k.get_label() for k in house.key_of(looks)] == [
        "Harrow, person", "Tamm Guards", "no side given, person",
    ]  # fmt: skip
    sides = [k.get_label() for k in house.key_of(looks, side_only=True)]
    assert sides == ["Harrow", "Tamm Guards", "no side given"]


def test_a_side_of_the_study_colours_actors_of_the_shipped_registry_too(tmp_path: Path) -> None:
    from newsan.charts import house

    own = ns.study.load(study(tmp_path, sides="side,label,colour\nUA,Ukraine,#123456\n"))
    looks = house.looks(["volodymyr-zelenskyy", "mark-rutte"], study=own)
    zelensky = looks["volodymyr-zelenskyy"]
    assert (zelensky.colour, zelensky.marker) == ("#123456", "o")
    assert looks["mark-rutte"] == house.looks(["mark-rutte"])["mark-rutte"]


def test_a_marker_that_cannot_be_drawn_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SchemaError, match="the marker 'star': it should be o or s"):
        ns.study.load(study(tmp_path, sides="side,marker\nTamm,star\n"))


def test_maps_have_the_names_and_colours_of_the_study(velm: Path) -> None:
    from newsan.charts import house

    looks = house.sides(None, velm)
    assert [looks[s] for s in ("Tamm", "Harrow")] == [
        ("#0072B2", "Tamm", "o"), ("#D55E00", "Harrow", "s"),
    ]  # fmt: skip
    named = pd.DataFrame({"controller": ["Lisk", "Ardal"]})
    assert [house.sides(named)[s].label for s in ("Ardal", "Lisk")] == ["Ardal", "Lisk"]


def test_new_and_suggest_at_the_command_line(newsan: Callable[..., Any], tmp_path: Path) -> None:
    made = newsan("new", tmp_path / "dam")
    assert (made.returncode, made.stderr) == (0, "")
    commands = [line.split() for line in made.stdout.splitlines() if line.startswith("  newsan")]
    assert [c[1] for c in commands] == ["analyse", "suggest"]
    again = newsan("new", tmp_path / "dam")
    assert again.returncode == 1
    assert "is not empty: name a new folder" in again.stderr
    told = (tmp_path / "dam" / "README.md").read_text(encoding="utf-8")
    assert all(f"`{kind}`" in told for kind in ns.study.ACTOR_KINDS)
    tables = {p: p.read_bytes() for p in (tmp_path / "dam").glob("*.csv")}
    tried = newsan("topics", "try", "The Guards in Velm are encircled", tmp_path / "dam")
    assert tried.returncode == 0 and "nan" not in tried.stdout
    assert tried.stdout.count("\n") >= 1 and tried.stdout.rstrip().splitlines()[-1].endswith(
        (" positions.", "1 position.")
    )
    done = newsan(*commands[1][1:], apart=True)
    assert (done.returncode, done.stderr) == (0, "")
    assert sorted(p.stem for p in (tmp_path / "dam" / "suggestions").iterdir()) == [
        "actors", "pairs", "places", "topics",
    ]  # fmt: skip
    assert tables == {p: p.read_bytes() for p in (tmp_path / "dam").glob("*.csv")}


def test_the_study_option_at_the_command_line(
    newsan: Callable[..., Any], velm: Path, tmp_path: Path
) -> None:
    (tmp_path / "a.txt").write_text("“It rained,” said Colonel Brevik.", encoding="utf-8")
    assert "toma-brevik" in newsan("quotes", tmp_path, "--study", velm).stdout
    assert "toma-brevik" not in newsan("quotes", tmp_path).stdout
    wrong = newsan("quotes", tmp_path, "--study", tmp_path)
    assert wrong.returncode == 1
    assert "holds no study.toml" in wrong.stderr


def test_a_folder_with_something_in_it_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(WriteError, match="is not empty"):
        ns.study.new(tmp_path)
    assert [p.name for p in tmp_path.iterdir()] == ["notes.txt"]


TEXTS = [
    "The dam at Velm is safe, said Tove Ardal, the engineer of the Lisk Water Board. “The dam at Velm "
    "holds the flood water,” Ardal said.",
    "“The dam at Velm never held the flood water,” said Mayor Oda Brandvold. Brandvold denied that the "
    "dam at Velm holds the flood water. The Water Board of Lisk said that it rained.",
]


def test_suggestions_name_strangers_and_what_is_contested(tmp_path: Path) -> None:
    (study(tmp_path) / "articles").mkdir()
    for n, text in enumerate(TEXTS):
        (tmp_path / "articles" / f"{n}.txt").write_text(text, encoding="utf-8")
    made = ns.suggest.find(tmp_path)
    actors = made["actors"].set_index("actor_id")
    assert {"tove-ardal", "oda-brandvold"} <= set(actors.index)
    assert "Mayor" in actors.loc["oda-brandvold", "role"]
    topic = made["topics"].iloc[0]
    assert "flood" in topic["for_example"] and "flood" in topic["against_example"]
    own = "actor_id,name\ntove-ardal,Tove Ardal\noda-brandvold,Oda Brandvold\n"
    (tmp_path / "actors.csv").write_text(own, encoding="utf-8")
    left = set(ns.suggest.find(tmp_path)["actors"]["actor_id"])
    assert not left & {"tove-ardal", "oda-brandvold"}


def test_what_is_accused_is_the_claim_of_a_suggested_topic() -> None:
    said = {
        "accuse": "The Lisk Board opened the flood gates,",
        "report": "The flood gates never opened",
    }
    quotes = pd.DataFrame(
        [{"quote_id": act, "actor_id": act, "article_id": "a", "text": text, "content": "clause", "act": act}
         for act, text in [*said.items(), ("praise", "It rained on Friday")]]
    )  # fmt: skip
    both = SimpleNamespace(quotes=quotes.drop(columns="act"), rhetoric=quotes[["quote_id", "act"]])
    topic = ns.suggest._topics(both)[0]
    assert topic["for_example"] == "The Lisk Board opened the flood gates"
    assert topic["against_example"] == said["report"]


def test_a_suggested_row_goes_into_the_studys_own_table(tmp_path: Path) -> None:
    own = study(tmp_path, actors="actor_id,name,side,aliases\nivo-teller,Ivo Teller,,\n")
    (own / "articles").mkdir()
    (own / "articles" / "0.txt").write_text(TEXTS[0], encoding="utf-8")
    folder, _ = ns.suggest.write(own)
    header, row, *_ = (folder / "actors.csv").read_text(encoding="utf-8").splitlines()
    assert header.startswith("actor_id,name,side,aliases,")
    table = (own / "actors.csv").read_text(encoding="utf-8")
    (own / "actors.csv").write_text(f"{table}{','.join(row.split(',')[:4])}\n", encoding="utf-8")
    added = ns.study.load(own).actors.iloc[1]
    assert (added["actor_id"], added["name"], added["side"]) == ("tove-ardal", "Tove Ardal", "")
    places = (folder / "places.csv").read_text(encoding="utf-8")
    assert places.startswith("place_id,place,lat,lon,precision_m,day,")


def test_the_notebook_of_a_new_study_has_run_from_top_to_bottom(velm: Path) -> None:
    cells = json.loads((velm / "notebook.ipynb").read_text(encoding="utf-8"))["cells"]
    runs = [c["execution_count"] for c in cells if c["cell_type"] == "code"]
    assert runs == list(range(1, len(runs) + 1))
    assert not [o for c in cells for o in c.get("outputs", ()) if o["output_type"] == "error"]


def test_ground_is_drawn_anywhere_and_its_measures_are_missing_without_outlines(velm: Path) -> None:
    control = ns.frontline.read_control(study=velm)
    areas = ns.frontline.areas(control, "2021-05-14", study=velm)
    assert set(areas["controller"]) == {"Tamm", "Harrow"}
    places = ns.gazetteer.of_study(ns.study.load(velm))
    points = [Point(places[i].lon, places[i].lat) for i in ("velm", "ardal")]
    assert areas.geometry.union_all().contains(MultiPoint(points))
    metres = areas.to_crs("EPSG:32625")
    assert metres.area.sum() / 1e6 == pytest.approx(5 * 314, rel=0.6)
    front = ns.frontline.front(control, ["2021-05-02", "2021-05-14"], study=velm)
    assert front["length_km"].between(5, 60).all()
    two = metres.dissolve("controller").geometry
    assert two["Tamm"].distance(two["Harrow"]) < 1
    enclosure = ns.frontline.enclosure(control, "2021-05-14", study=velm)
    assert enclosure[["open_share", "low"]].isna().all(axis=None)


def test_maps_of_ground_anywhere_say_that_no_boundaries_are_drawn(velm: Path) -> None:
    control = ns.frontline.read_control(study=velm)
    ax = ns.maps.salient(control, "2021-05-14", study=velm)
    words = [t.get_text() for t in ax.texts]
    assert any("No boundaries are drawn" in w and "UTM zone 25 north" in w.replace("\n", " ")
               for w in words)  # fmt: skip
    labels = [t.get_text() for t in ax.get_legend().get_texts()]
    assert "held by Tamm, confirmed" in labels
    assert "state border" not in labels
    figure = ns.maps.small_multiples(control, ["2021-05-02", "2021-05-14"], study=velm)
    assert len(figure.axes) == 2
    plt.close("all")


def test_the_report_has_the_sides_actors_and_land_of_the_study(velm: Path, tmp_path: Path) -> None:
    page = ns.analyse(velm).report(tmp_path / "report.html").read_text(encoding="utf-8")
    assert '<span class="shape Tamm confirmed"></span> Tamm, confirmed' in page
    assert (
        ":is(.shape, .held).Tamm { --side: #0072B2; }\n.shape.Tamm { border-radius: 50%; }" in page
    )
    assert "<title>" in page and page.count("Who said what, in 1 article") == 1
    assert ":is(.shape, .held).Harrow { --side: #D55E00; }" in page
    start = page.index('id="map-data"')
    data = json.loads(page[page.index("{", start) : page.index("</script>", start)])
    assert data["boundaries"]["world"] and "110m" in data["boundaries"]["attribution"]
    # no outline of a war that the study is not about
    assert not any(data["boundaries"][k] for k in ("countries", "oblasts", "border"))
    assert {a["controller"] for a in data["control"]["areas"]} == {"Tamm", "Harrow"}
    assert "not in the registry" not in page


def test_the_report_of_the_shipped_outlines_has_no_world(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("“It rained,” said Mara Ostrell.", encoding="utf-8")
    page = ns.analyse(tmp_path).report(tmp_path / "report.html").read_text(encoding="utf-8")
    assert '"world":[]' in page


def test_more_sides_than_can_be_told_apart_leave_actors_their_looks(tmp_path: Path) -> None:
    from newsan.charts import house

    sides = "side,label\n" + "".join(f"S{n},Side {n}\n" for n in range(17))
    looks = house.looks(["mark-rutte"], study=ns.study.load(study(tmp_path, sides=sides)))
    assert looks["mark-rutte"] == house.looks(["mark-rutte"])["mark-rutte"]
