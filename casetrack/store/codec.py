"""A fact and the text it is stored as, and the hashes over that text.

Knows the canonical text and nothing of tables. What is hashed is the text itself, as it lies in
the database: JSON with its keys in order, no spaces, letters as they are, and nothing that is
empty. Who recorded a command, when and how is said once, by the seal over its facts.

Personal words are no part of it. A fact that has any carries one digest over all of them,
sha256(salt‖words) with the words as canonical JSON, so that they can be disposed of together while
the chain over the texts still holds. Those of a fact inside a fact (a correction's replacement) are
named with a dot: "replacement.resident". Why something was recorded though the Code objects, or so
late, is told of a person too: it lies with those words.
"""

import json
from collections.abc import Mapping, Sequence
from datetime import date
from functools import lru_cache
from hashlib import sha256
from os import urandom
from typing import Any, Final, NamedTuple

from casetrack.domain.codec import fact_fields, from_plain, personal_fields, to_plain
from casetrack.domain.errors import BadInput
from casetrack.domain.facts import Entry, Fact
from casetrack.store.names import Envelope, RecordName

CHAIN_START: Final = bytes(32)
"""what the first fact of a record and the first seal name as the hash before them"""
_SALT_BYTES: Final = 16
_BECAUSE: Final = "(because)"
"""what stands among the personal words for why a fact was recorded; no field is called so"""

_encode: Final = json.JSONEncoder(
    ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False
).encode


class PreparedFact(NamedTuple):
    """A fact ready to be stored: its text and hashes, and its personal words apart."""

    sequence: int
    body: str
    prev_hash: bytes
    hash: bytes
    salt: bytes
    """b"" where the fact has no personal words"""
    words: str


def prepared_facts(
    name: RecordName,
    facts: Sequence[Fact],
    *,
    first_sequence: int,
    prev_hash: bytes,
    calendar_version: str,
    because: str = "",
) -> tuple[PreparedFact, ...]:
    """Return facts as they will be stored at the end of a record's chain.

    Raises BadInput for words that PostgreSQL cannot hold (NUL, halves of characters): the two
    engines take the same.
    """
    # The canonical text put together from its parts, in the order of their names: encoding each
    # fact whole would take an import of 600,000 half as long again.
    before = f'{{"calendar_version":{_encode(calendar_version)}'
    after = f',"record":{_encode(str(name))},"sequence":'
    prepared = []
    for sequence, fact in enumerate(facts, first_sequence):
        fields = to_plain(fact)
        salt, words, personal = b"", "", ""
        taken = _taken_out(fact.kind, fields)
        if because:
            taken[_BECAUSE] = because
        if taken:
            salt, words = urandom(_SALT_BYTES), _encode(taken)
            personal = f',"personal":"{sha256(salt + _bytes(words, name, fact)).hexdigest()}"'
        held = f',"fields":{_encoded(fields)}' if fields else ""
        happened = f',"happened_on":"{fact.happened_on.isoformat()}","kind":"{fact.kind}"'
        body = f"{before}{held}{happened}{personal}{after}{sequence}}}"
        own = sha256(prev_hash + _bytes(body, name, fact)).digest()
        prepared.append(PreparedFact(sequence, body, prev_hash, own, salt, words))
        prev_hash = own
    return tuple(prepared)


def _encoded(fields: Mapping[str, Any]) -> str:
    try:
        return _encoded_items(tuple((name, each, type(each)) for name, each in fields.items()))
    except TypeError:  # a fact inside a fact cannot be looked up
        return _encode(fields)


@lru_cache(maxsize=4_096)
def _encoded_items(items: tuple[tuple[str, Any, type], ...]) -> str:
    """Encode fields once for the many facts that say the same: a stage, a stage and a handler.

    The types are part of what is looked up, for to a dictionary 1 and true are the same.
    """
    return _encode({name: each for name, each, _ in items})


def _bytes(text: str, name: RecordName, fact: Fact) -> bytes:
    where = f"{fact.kind} of {name.reference!r}"
    if "\\u0000" in text and "\0" in _all_words(json.loads(text)):
        raise BadInput(f"A text in {where} holds a NUL character: take it out.")
    try:
        return text.encode()
    except UnicodeEncodeError as error:
        raise BadInput(
            f"A text in {where} holds half a character "
            f"({error.object[error.start : error.end]!a}): type it again."
        ) from error


def _all_words(value: Any) -> str:
    if isinstance(value, dict):
        return "".join(map(_all_words, value.values()))
    if isinstance(value, list):
        return "".join(map(_all_words, value))
    return value if isinstance(value, str) else ""


def _taken_out(kind: str, fields: dict[str, Any], prefix: str = "") -> dict[str, Any]:
    """Take the personal fields out of a fact's and return them, also of facts inside it."""
    taken = {}
    for name in personal_fields(kind):
        if name in fields:
            taken[prefix + name] = fields.pop(name)
    for name, value in fields.items():
        if type(value) is dict:
            taken.update(_taken_out(value["kind"], value, f"{prefix}{name}."))
    return taken


def entry(body: str, words: str | None, envelope: Envelope) -> tuple[str, Entry]:
    """Return a stored fact as an entry, and the record it says it belongs to.

    `words` None: there are none, or they were disposed of; the personal fields are "" then.
    Raises ValueError or KeyError for a text that was tampered with.
    """
    held = json.loads(body)
    fields = held.get("fields", {})
    personal: dict[str, Any] = {}
    if "personal" in held:
        personal = {} if words is None else json.loads(words)
        _put_back(held["kind"], fields, personal)
    return held["record"], Entry(
        sequence=held["sequence"],
        fact=from_plain(held["kind"], date.fromisoformat(held["happened_on"]), fields),
        source=envelope.source,
        calendar_version=held["calendar_version"],
        recorded_at=envelope.moment,
        recorded_by=envelope.recorded_by,
        command_id=envelope.command_id,
        because=personal.get(_BECAUSE, ""),
        disposed="personal" in held and words is None,
    )


def _put_back(
    kind: str, fields: dict[str, Any], words: Mapping[str, Any], prefix: str = ""
) -> None:
    for field in fact_fields(kind):
        name = field.name
        if field.personal:
            if prefix + name in words:
                fields[name] = words[prefix + name]
            elif field.required:
                fields[name] = ""
        elif isinstance(inside := fields.get(name), dict):
            _put_back(inside["kind"], inside, words, f"{prefix}{name}.")


class SealContent(NamedTuple):
    """Everything a seal says, as its columns hold it."""

    number: int
    prev_hash: bytes
    fact_count: int
    digest: bytes
    command_id: str
    recorded_at: str
    recorded_by: str
    source: str


def seal_hash(sealed: SealContent) -> bytes:
    """Return the hash of a seal, over everything it says."""
    held = sealed._asdict()
    text = _encode({**held, "prev_hash": sealed.prev_hash.hex(), "digest": sealed.digest.hex()})
    return sha256(text.encode()).digest()
