"""The book's Sphinx extension: one module a concern, loaded in this order."""

from sphinx.application import Sphinx

MODULES: tuple[str, ...] = (
    "vietnamese",
    "complaints",
    "references",
    "maths",
    "typography",
    "numbering",
    "dropdown",
    "fold",
    "exercises",
    "chapter_map",
    "cover",
    "progress",
    "concept_map",
    "api",
    "glossary",
    "previews",
    "styles",
    "page",
    "photos",
    "pictures",
    "weight",
    "purge",
    "quiz",
    "station",
    "chapter_end",
    "guess",
    "explore",
    "toys",
    "figures",
    "equations",
    "derivations",
    "folded_code",
)


def setup(app: Sphinx) -> dict[str, bool]:
    for module in MODULES:
        app.setup_extension(f"booktools.sphinx.{module}")
    return {"parallel_read_safe": True, "parallel_write_safe": True}
