#!/usr/bin/python3
"""Opens a result as its users do and says whether everything in it is labelled.

usage: check_readers.py RESULT.h5 ...

Asserts, for every group: xarray opens it with the engines netcdf4 and h5netcdf; every dimension of every array has a
coordinate of its length; numbers and texts are what h5py reads (nothing was decoded into dates or masked); attributes
are the same text and numbers in all three. Every dimension has an HDF5 dimension scale, and h5dump -H works.
"""

import subprocess
import sys
import warnings
from dataclasses import dataclass, field

import h5netcdf  # noqa: F401  both here, so that warnings of their import are not taken for ours
import h5py
import netCDF4  # noqa: F401
import numpy
import xarray

# What HDF5 and netCDF-4 keep for themselves.
RESERVED = {"CLASS", "NAME", "DIMENSION_LIST", "DIMENSION_LABELS", "REFERENCE_LIST", "_Netcdf4Dimid"}


@dataclass
class Member:
    """A data set of HDF5 and what names its dimensions."""

    dims: tuple
    values: numpy.ndarray
    attributes: dict


@dataclass
class Group:
    path: str
    attributes: dict
    members: dict = field(default_factory=dict)


def as_text(value):
    return value.decode("utf-8") if isinstance(value, bytes) else value


def attributes_of(thing):
    return {name: value for name, value in thing.attrs.items() if name not in RESERVED}


def scale_of(dataset, k, scales):
    """The name of the scale of dimension k, which is one of those of the same group and fits."""
    assert len(dataset.dims[k]) == 1, f"{dataset.name}: dimension {k} has {len(dataset.dims[k])} scales"
    scale = dataset.dims[k][0]
    assert as_text(scale.attrs["CLASS"]) == "DIMENSION_SCALE", f"{scale.name} is no dimension scale"
    own = [name for name, thing in scales.items() if thing == scale]  # asking it for its name searches the whole file
    assert own, f"{dataset.name}: the scale of dimension {k} is in another group, {scale.name}"
    assert scale.shape == (dataset.shape[k],), f"{own[0]} does not fit {dataset.name}"
    return own[0]


def read_by_h5py(file):
    """All groups. The file is closed again: netCDF4 and h5py disturb each other on one open file."""
    groups = []

    def read_group(group):
        found = Group(group.name, attributes_of(group))
        groups.append(found)
        members = dict(group.items())
        scales = {name: thing for name, thing in members.items()
                  if isinstance(thing, h5py.Dataset) and h5py.h5ds.is_scale(thing.id)}
        for name, thing in members.items():
            if isinstance(thing, h5py.Group):
                read_group(thing)
                continue
            dims = (name,) if name in scales else tuple(scale_of(thing, k, scales) for k in range(thing.ndim))
            text = h5py.check_string_dtype(thing.dtype)
            values = numpy.asarray(thing.asstr()[()], dtype=object) if text else numpy.asarray(thing[()])
            found.members[name] = Member(dims, values, attributes_of(thing))

    with h5py.File(file, "r") as h5:
        read_group(h5["/"])
    return groups


def same(a, b):
    """Equal values; NaN equals NaN. (That bits are kept is for `iptwsim diff` to say.)"""
    a, b = numpy.asarray(a), numpy.asarray(b)
    if a.shape != b.shape:
        return False
    if a.dtype.kind in "OUS":
        return [as_text(x) for x in a.ravel().tolist()] == [as_text(x) for x in b.ravel().tolist()]
    return a.dtype == b.dtype and numpy.array_equal(a, b, equal_nan=a.dtype.kind == "f")


def check_attributes(where, expected, found):
    assert set(expected) == set(found), f"{where}: attributes {sorted(expected)} are read as {sorted(found)}"
    for name, value in expected.items():
        seen = found[name]
        if isinstance(value, str):
            assert isinstance(seen, str) and seen == value, f"{where}@{name}: {seen!r} is not the text {value!r}"
        else:  # netCDF knows no difference between a list of one number and the number
            assert same(numpy.atleast_1d(value), numpy.atleast_1d(seen)), f"{where}@{name}: {seen!r} is not {value!r}"


def check_xarray(file, group, engine):
    with xarray.open_dataset(file, group=group.path, engine=engine) as opened:
        data = opened.load()
    where = f"{engine} {group.path}"
    assert set(data.variables) == set(group.members), f"{where}: {sorted(data.variables)} of {sorted(group.members)}"
    check_attributes(where, group.attributes, data.attrs)
    for name, member in group.members.items():
        variable = data[name]
        assert variable.dims == member.dims, f"{where} {name}: dimensions {variable.dims}, not {member.dims}"
        for dimension in member.dims:
            assert dimension in data.coords, f"{where} {name}: dimension {dimension} has no labels"
        assert same(member.values, variable.values), f"{where} {name}: {variable.dtype}, not the values in the file"
        check_attributes(f"{where} {name}", member.attributes, variable.attrs)


def check(file):
    groups = read_by_h5py(file)
    for engine in ("netcdf4", "h5netcdf"):
        for group in groups:
            check_xarray(file, group, engine)
    header = subprocess.run(["h5dump", "-H", file], capture_output=True, text=True, check=False)
    assert header.returncode == 0 and header.stdout.startswith("HDF5"), f"h5dump: {header.stderr}"
    count = sum(len(group.members) for group in groups)
    print(f"{file}: {len(groups)} groups, {count} arrays and axes, labelled in xarray (netcdf4, h5netcdf) and h5py")


if __name__ == "__main__":
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    warnings.simplefilter("error")  # a reader that warns of our file does not like it
    warnings.filterwarnings("ignore", category=DeprecationWarning)
    for argument in sys.argv[1:]:
        check(argument)
