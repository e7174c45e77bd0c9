import pytest

from forum import whole_files


def test_a_file_is_replaced_as_a_whole_and_leaves_nothing_beside_it(tmp_path):
    path = tmp_path / "folder" / "paper.pdf"

    whole_files.put(path, b"first")
    whole_files.put(path, b"second")

    assert path.read_bytes() == b"second"
    assert [one.name for one in path.parent.iterdir()] == ["paper.pdf"]


def test_what_a_killed_writer_left_goes_with_the_next_one_and_other_files_stay(tmp_path):
    path, left = tmp_path / "a.zip", tmp_path / "a.zip.xyz.part"
    other = tmp_path / "b.zip.xyz.part"
    for one in (left, other):
        one.write_bytes(b"half")

    whole_files.put(path, b"whole")

    assert sorted(one.name for one in tmp_path.iterdir()) == ["a.zip", "b.zip.xyz.part"]


def test_of_two_writers_at_once_one_is_enough(tmp_path, monkeypatch):
    path, replace = tmp_path / "a.zip", whole_files.os.replace

    def overtaken(name, place):
        monkeypatch.setattr(whole_files.os, "replace", replace)
        whole_files.put(path, b"theirs")
        replace(name, place)

    monkeypatch.setattr(whole_files.os, "replace", overtaken)
    whole_files.put(path, b"ours")

    assert path.read_bytes() == b"theirs"


@pytest.mark.parametrize("there", [True, False])
def test_a_file_is_removed_with_its_parts(tmp_path, there):
    path = tmp_path / "a.zip"
    if there:
        whole_files.put(path, b"x")
    (tmp_path / "a.zip.1.part").write_bytes(b"")

    whole_files.remove(path)

    assert list(tmp_path.iterdir()) == []
