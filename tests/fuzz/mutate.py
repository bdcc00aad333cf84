"""Ways to spoil a valid file: bytes of any format, and the structure of JSON."""

import copy

LARGE = (2**15, 2**31 - 1, 2**31, 2**32 - 1, 2**63 - 1, 2**64 - 1)
ODD = (None, True, -1, 0, 1.5, float("nan"), 10**30, "", "x", "[" * 3000, [], {}, [[]], "0.1")


def spoil(rng, content, most=4):
    """Content with one to `most` changes: bytes flipped, cut, doubled, put in, or made a huge number."""
    content = bytearray(content)
    for _ in range(rng.integers(1, most + 1)):
        at = int(rng.integers(len(content) + 1))
        kind = rng.integers(7)
        if kind == 0 and at < len(content):
            content[at] ^= 1 << int(rng.integers(8))
        elif kind == 1 and at < len(content):
            content[at] = int(rng.choice([0, 1, 9, 10, 34, 40, 44, 46, 48, 59, 127, 128, 255]))
        elif kind == 2:
            del content[at:]
        elif kind == 3:
            del content[at : at + int(rng.integers(1, 9))]
        elif kind == 4:
            content[at:at] = content[at : at + int(rng.integers(1, 33))]
        elif kind == 5:
            content[at:at] = rng.bytes(int(rng.integers(1, 9)))
        else:
            width = int(rng.choice([2, 4, 8]))
            number = LARGE[rng.integers(len(LARGE))] % 256**width
            content[at : at + width] = number.to_bytes(width, str(rng.choice(["little", "big"])))
    return bytes(content)


def spoil_json(rng, value):
    """The value with one of its parts taken away, put beside, or made something else."""
    value = copy.deepcopy(value)
    places = list(_places(value))
    holder, key = places[rng.integers(len(places))]
    odd = copy.deepcopy(ODD[rng.integers(len(ODD))])
    kind = rng.integers(4)
    if kind == 0:
        del holder[key]
    elif kind == 1 and isinstance(holder, dict):
        holder["lạ"] = odd
    elif kind == 2 and isinstance(holder[key], int):
        holder[key] = int(holder[key]) + int(rng.choice([-1, 1, 1000, 10**6]))
    else:
        holder[key] = odd
    return value


def _places(value):
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, part in list(items):
        yield value, key
        yield from _places(part)
