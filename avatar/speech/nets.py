"""Nets in ONNX files: the one place that opens them, looks into them and runs them.

A voice's net computes inside how long each of its phones lasts, but gives only the sound. An ONNX file is a protobuf
message (onnx.proto3; https://protobuf.dev/programming-guides/encoding), so a tensor inside is shown by adding its name
to the outputs of the graph; and a net is cut in two, to change what goes from one half to the other, by leaving out the
steps that aren't needed. That is done to the bytes in memory: no file is changed, and the `onnx` package isn't needed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from avatar.errors import EngineError, EngineMissing

if TYPE_CHECKING:
    from numpy.typing import NDArray

LARGEST = 2**31 - 1
"""Bytes of a protobuf message at most, by its own rules."""
MOST_FIELDS = 2_000_000
"""Fields of one message that are looked at; large nets have some thousands."""

_VARINT, _EIGHT, _LENGTH, _FOUR = 0, 1, 2, 5
_MODEL_GRAPH = 7
_GRAPH_NODE, _GRAPH_NAME, _GRAPH_CONSTANT, _GRAPH_INPUT, _GRAPH_OUTPUT = 1, 2, 5, 11, 12
_NODE_INPUT, _NODE_OUTPUT, _NODE_KIND, _NODE_ATTRIBUTE = 1, 2, 4, 5
_ATTRIBUTE_GRAPHS = (6, 11)
_CONSTANT_NAME, _VALUE_NAME, _VALUE_TYPE = 8, 1, 2
_TYPE_TENSOR, _TENSOR_KIND, _FLOAT = 1, 1, 1
_FAULTS = (
    "EPFail", "EngineError", "Fail", "InvalidArgument", "InvalidGraph", "InvalidProtobuf", "ModelLoadCanceled",
    "ModelRequiresCompilation", "NoModel", "NoSuchFile", "NotFound", "NotImplemented", "RuntimeException",
)  # fmt: skip
_WRONG = "Get it again, or take a file that is an ONNX model."


class Node(NamedTuple):
    """One step of a net."""

    kind: str
    """The operator's name, as `Ceil`."""
    inputs: tuple[str, ...]
    outputs: tuple[str, ...]


class Net:
    """A net that is ready to run."""

    def __init__(self, session: Any, where: object, faults: tuple[type[Exception], ...]) -> None:
        self._session = session
        self._where = where
        self._faults: tuple[type[Exception], ...] = (*faults, ValueError)
        self.inputs: tuple[str, ...] = tuple(each.name for each in session.get_inputs())
        self.outputs: tuple[str, ...] = tuple(each.name for each in session.get_outputs())

    def run(self, feeds: Mapping[str, NDArray[Any]], wanted: Sequence[str]) -> list[NDArray[Any]]:
        """The tensors with these names, all of which are outputs. Raises EngineError."""
        try:
            return list(self._session.run(list(wanted), dict(feeds)))
        except self._faults as error:
            raise EngineError(f"The net can't compute: {error}", where=self._where, remedy=_WRONG) from error


def open_net(model: Path | bytes, *, where: object = "", shown: Sequence[str] = (), threads: int = 1) -> Net:
    """A net from a file, or from bytes that came from `where`.

    `shown`: names of tensors inside that become outputs. Raises EngineError, EngineMissing.
    """
    return _opened(model, where, threads, lambda whole: show(whole, shown) if shown else whole)


def open_part(
    model: Path | bytes, *, where: object = "", fed: Sequence[str], wanted: Sequence[str], threads: int = 1
) -> Net:
    """The part of a net between tensors: it needs what is in `fed` and gives what is in `wanted`.

    `fed`: names of float tensors inside; inputs of the net are kept where the part needs them. Raises EngineError,
    EngineMissing.
    """
    return _opened(model, where, threads, lambda whole: cut(whole, fed, wanted))


def open_parts(
    whole: bytes, parts: Sequence[tuple[Sequence[str], Sequence[str]]], *, where: object = "", threads: int = 1
) -> list[Net]:
    """Several parts of one net, each as by `open_part` of what is fed and what is wanted; it is looked through once."""
    graph: list[_Graph] = []

    def cut_part(model: bytes, fed: Sequence[str], wanted: Sequence[str]) -> bytes:
        if not graph:
            graph.append(_read_graph(model))
        return _cut(model, graph[0], fed, wanted)

    return [
        _opened(whole, where, threads, lambda model, part=part: cut_part(model, *part))  # type: ignore[misc]
        for part in parts
    ]


def _opened(model: Path | bytes, where: object, threads: int, change: Callable[[bytes], bytes]) -> Net:
    try:
        import onnxruntime
    except ImportError as error:
        from avatar import installer

        raise EngineMissing(
            "onnxruntime is not installed", remedy=f"Install it: {installer.for_library('onnxruntime')}"
        ) from error
    where = where or (model if isinstance(model, Path) else "")
    whole = read_model(model) if isinstance(model, Path) else model
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = threads
    options.log_severity_level = 4  # what it prints is raised, too
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")  # threads that wait, sleep
    options.enable_mem_pattern = False  # texts differ in length: a plan of memory for each length would pile up
    faults = _faults(onnxruntime)
    try:
        session = onnxruntime.InferenceSession(change(whole), options, providers=["CPUExecutionProvider"])
    except ValueError as error:
        raise EngineError(f"This is not a net that can be used: {error}", where=where, remedy=_WRONG) from error
    except faults as error:
        raise EngineError(f"The net can't be loaded: {error}", where=where, remedy=_WRONG) from error
    return Net(session, where, faults)


def read_model(path: Path) -> bytes:
    """A model's bytes. Raises EngineError where it can't be read or is larger than any model."""
    try:
        with path.open("rb") as file:
            whole = file.read(LARGEST + 1)
    except OSError as error:
        raise EngineError(f"The net can't be read: {error.strerror}", where=path, remedy="Get it again.") from error
    if not whole or len(whole) > LARGEST:
        raise EngineError("This is not a net: it is empty or too large", where=path, remedy=_WRONG)
    return whole


def _faults(library: Any) -> tuple[type[Exception], ...]:
    """All that onnxruntime raises: its errors have no common base."""
    state = library.capi.onnxruntime_pybind11_state
    return tuple(getattr(state, name) for name in _FAULTS if hasattr(state, name))


# ------------------------------------------------------------------------------------------------------ the bytes


class _Field(NamedTuple):
    """A field of a message; it lies from `begin` to `end` in the bytes, its payload from `inner`."""

    number: int
    kind: int
    begin: int
    inner: int
    end: int


class _Graph(NamedTuple):
    """A model's net, looked through."""

    field: _Field
    fields: list[_Field]
    nodes: dict[_Field, Node]
    """Its steps, in order."""


def find_nodes(whole: bytes) -> Iterator[Node]:
    """The steps of a model's net, in its order. Raises ValueError for what is not a model."""
    graph = _graph(whole)
    for each in _fields(whole, graph.inner, graph.end):
        if each.number == _GRAPH_NODE and each.kind == _LENGTH:
            yield _node(whole, each)


def show(whole: bytes, names: Sequence[str]) -> bytes:
    """The model with tensors inside as outputs, too. Raises ValueError for what is not a model, or lacks one."""
    graph = _graph(whole)
    made: set[str] = set()
    already: set[str] = set()
    for each in _fields(whole, graph.inner, graph.end):
        if each.number == _GRAPH_NODE:
            made.update(_texts(whole, each, _NODE_OUTPUT))
        elif each.number == _GRAPH_OUTPUT:
            already.update(_texts(whole, each, _VALUE_NAME))
    _refuse_unknown(names, made)
    new = [
        part(_GRAPH_OUTPUT, part(_VALUE_NAME, name.encode())) for name in dict.fromkeys(names) if name not in already
    ]
    return _with_graph(whole, graph, [memoryview(whole)[graph.inner : graph.end], *new])


def cut(whole: bytes, fed: Sequence[str], wanted: Sequence[str]) -> bytes:
    """A model of only those steps that lead from `fed`, and from inputs of the net, to `wanted`; see `open_part`.

    Raises ValueError for what is not a model, or has no such tensors.
    """
    return _cut(whole, _read_graph(whole), fed, wanted)


def _read_graph(whole: bytes) -> _Graph:
    graph = _graph(whole)
    fields = list(_fields(whole, graph.inner, graph.end))
    return _Graph(graph, fields, {field: _node(whole, field) for field in fields if field.number == _GRAPH_NODE})


def _cut(whole: bytes, graph: _Graph, fed: Sequence[str], wanted: Sequence[str]) -> bytes:
    view, nodes = memoryview(whole), graph.nodes
    _refuse_unknown([*fed, *wanted], {name for node in nodes.values() for name in node.outputs})
    needed = set(wanted)
    kept: set[_Field] = set()
    for field, node in reversed(nodes.items()):  # steps stand after those that they need
        if not needed.isdisjoint(set(node.outputs) - set(fed)):
            _refuse_inner(whole, field)
            needed.update(node.inputs)
            kept.add(field)
    parts: list[bytes | memoryview] = []
    for field in graph.fields:
        names = _texts(whole, field, {_GRAPH_CONSTANT: _CONSTANT_NAME, _GRAPH_INPUT: _VALUE_NAME}.get(field.number, 0))
        if field in kept or not needed.isdisjoint(names) or field.kind != _LENGTH:
            parts.append(view[field.begin : field.end])
    kind = part(_VALUE_TYPE, part(_TYPE_TENSOR, varint(_TENSOR_KIND << 3 | _VARINT) + varint(_FLOAT)))
    parts += [part(_GRAPH_INPUT, part(_VALUE_NAME, name.encode()) + kind) for name in fed]
    parts += [part(_GRAPH_OUTPUT, part(_VALUE_NAME, name.encode())) for name in wanted]
    return _with_graph(whole, graph.field, [part(_GRAPH_NAME, b"part"), *parts])


def _refuse_unknown(names: Sequence[str], made: set[str]) -> None:
    for name in names:
        if name not in made:
            raise ValueError(f"nothing in it computes {name!r}")


def _refuse_inner(whole: bytes, node: _Field) -> None:
    """Raise ValueError for a step that holds a net of its own: what that needs from outside is not looked for."""
    for attribute in _fields(whole, node.inner, node.end):
        inner = attribute.number == _NODE_ATTRIBUTE and attribute.kind == _LENGTH
        if inner and any(each.number in _ATTRIBUTE_GRAPHS for each in _fields(whole, attribute.inner, attribute.end)):
            raise ValueError("it has nets within the net")


def _with_graph(whole: bytes, graph: _Field, parts: Sequence[bytes | memoryview]) -> bytes:
    """The model with another graph in the place of its own."""
    view = memoryview(whole)
    head = varint(_MODEL_GRAPH << 3 | _LENGTH) + varint(sum(map(len, parts)))
    return b"".join([view[: graph.begin], head, *parts, view[graph.end :]])


def _graph(whole: bytes) -> _Field:
    graphs = [each for each in _fields(whole, 0, len(whole)) if each.number == _MODEL_GRAPH and each.kind == _LENGTH]
    if len(graphs) != 1:
        raise ValueError("it holds no graph")
    return graphs[0]


def _node(whole: bytes, node: _Field) -> Node:
    found: dict[int, list[str]] = {_NODE_KIND: [], _NODE_INPUT: [], _NODE_OUTPUT: []}
    for each in _fields(whole, node.inner, node.end) if node.kind == _LENGTH else ():
        if each.kind == _LENGTH and each.number in found:
            found[each.number].append(whole[each.inner : each.end].decode("utf-8"))
    return Node(next(iter(found[_NODE_KIND]), ""), tuple(found[_NODE_INPUT]), tuple(found[_NODE_OUTPUT]))


def _texts(whole: bytes, message: _Field, number: int) -> tuple[str, ...]:
    """The texts in the fields of a message that have this number."""
    if not number or message.kind != _LENGTH:
        return ()
    inner = _fields(whole, message.inner, message.end)
    return tuple(
        whole[each.inner : each.end].decode("utf-8") for each in inner if each.number == number and each.kind == _LENGTH
    )


def _fields(whole: bytes, begin: int, end: int) -> Iterator[_Field]:
    """The fields of the message that lies there. Raises ValueError where it is none."""
    at = begin
    for _ in range(MOST_FIELDS):
        if at == end:
            return
        key, inner = whole[at], at + 1
        if key >= 0x80:
            key, inner = _read_varint(whole, at, end)
        kind = key & 7
        if kind == _LENGTH:
            size, inner = _read_varint(whole, inner, end)
            stop = inner + size
        elif kind == _VARINT:
            _, stop = _read_varint(whole, inner, end)
        elif kind in (_EIGHT, _FOUR):
            stop = inner + (8 if kind == _EIGHT else 4)
        else:
            raise ValueError(f"byte {at} begins no field")
        if not key >> 3 or stop > end:
            raise ValueError(f"the field at byte {at} is cut off or has no number")
        yield _Field(key >> 3, kind, at, inner, stop)
        at = stop
    raise ValueError(f"it has more than {MOST_FIELDS} fields")


def _read_varint(whole: bytes, at: int, end: int) -> tuple[int, int]:
    """A number, and where it ends; ten bytes at most."""
    if at < end and (value := whole[at]) < 0x80:  # as most are
        return value, at + 1
    value = 0
    for place in range(10):
        if at + place >= end:
            break
        byte = whole[at + place]
        value |= (byte & 0x7F) << (7 * place)
        if byte < 0x80:
            return value, at + place + 1
    raise ValueError(f"the number at byte {at} doesn't end")


def varint(value: int) -> bytes:
    """A number as a message holds it."""
    written = bytearray()
    while value > 0x7F:
        written.append(value & 0x7F | 0x80)
        value >>= 7
    return bytes([*written, value])


def part(number: int, payload: bytes) -> bytes:
    """A field of a message that holds bytes, a text or another message."""
    return varint(number << 3 | _LENGTH) + varint(len(payload)) + payload
