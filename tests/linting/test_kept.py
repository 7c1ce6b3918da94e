"""What a result is known to come from."""

import sys
from importlib.metadata import version as version_of
from pathlib import Path

import pytest

from klantboek.house import libraries
from klantboek.linting.kept import _LIBRARIES


def test_versions_of_libraries() -> None:
    """Each library stands there with the version that is installed."""
    names = {name: name.replace("-", "_") for name in _LIBRARIES}
    assert libraries(_LIBRARIES) == sorted(f"{folder}-{version_of(name)}" for name, folder in names.items())


def test_libraries_that_are_not_described(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A library that nothing tells about, or that an odd entry of the path hides, is named without a version."""
    (tmp_path / "numpy-9.9.dist-info").mkdir()
    monkeypatch.setattr(sys, "path", [str(tmp_path), str(tmp_path / "nowhere"), str(tmp_path / "x.zip")])
    found = libraries(_LIBRARIES)
    assert "numpy-9.9" in found
    assert "pyyaml" in found
