"""Reads a MyST notebook for the export: nothing is executed and no cell is left out.

myst-nb's own parser executes the notebook, drops cells tagged remove-cell and mixes outputs into the page.
A notebook needs every cell with its source, so this parser keeps myst-nb's reading and only places the cells.
"""

from docutils import nodes
from markdown_it.token import Token
from markdown_it.tree import SyntaxTreeNode
from myst_nb.core.nb_to_tokens import nb_node_to_dict, notebook_to_tokens
from myst_nb.core.read import is_myst_markdown_notebook, read_myst_markdown_notebook
from myst_nb.core.render import create_figure_context
from myst_nb.sphinx_ import Parser
from myst_parser.config.main import merge_file_level
from myst_parser.mdit_to_docutils.base import token_line
from myst_parser.mdit_to_docutils.sphinx_ import SphinxRenderer
from myst_parser.parsers.mdit import create_md_parser
from myst_parser.parsers.sphinx_ import MystParser
from myst_parser.warnings_ import create_warning
from sphinx.util import logging

LOGGER = logging.getLogger(__name__)
NOT_CONTENT = ("kernelspec", "language_info", "source_map", "jupytext")


class CellRenderer(SphinxRenderer):
    """Puts each code cell into the page as a container of the same shape as myst-nb's."""

    def render_nb_initialise(self, token: SyntaxTreeNode) -> None:
        metadata = self.md_options["nb_metadata"]
        for key in NOT_CONTENT[:3]:
            if key in metadata:
                self.sphinx_env.metadata[self.sphinx_env.docname][key] = metadata[key]
        rest = {key: value for key, value in metadata.items() if key not in NOT_CONTENT}
        self.render_front_matter(Token("front_matter", "", 0, map=[0, 0], content=rest))

    def render_nb_finalise(self, token: SyntaxTreeNode) -> None:
        pass

    def render_nb_cell_markdown(self, token: SyntaxTreeNode) -> None:
        self.render_children(token)

    def render_nb_cell_raw(self, token: SyntaxTreeNode) -> None:
        create_warning(self.document, "raw-cell không xuất được sang notebook", line=token_line(token, 0))

    def render_nb_cell_code(self, token: SyntaxTreeNode) -> None:
        index = token.meta["index"]
        metadata = self.md_options["nb_cells"][index]
        classes = ["cell", *(f"tag_{tag.replace(' ', '_')}" for tag in metadata.get("tags", []))]
        cell = nodes.container(
            nb_element="cell_code", cell_index=index, cell_metadata=metadata, classes=classes
        )
        self.add_line_and_source_path(cell, token)
        with self.current_node_context(cell, append=True):
            source = nodes.container(nb_element="cell_code_source", classes=["cell_input"])
            source += nodes.literal_block(token.content, token.content, language="ipython3")
            self.current_node += source
            # The caption and the label of the picture that this cell draws.
            figure = metadata.get("mystnb", {}).get("figure")
            if figure:
                with create_figure_context(self, figure, token_line(token, 0)):
                    pass


class CellParser(Parser):
    """myst-nb's source parser without execution."""

    supported = ("myst-nb",)

    def parse(self, inputstring: str, document: nodes.document) -> None:
        if not is_myst_markdown_notebook(inputstring):
            MystParser.parse(self, inputstring, document)
            return
        env = document.settings.env
        path = env.doc2path(env.docname)
        notebook = read_myst_markdown_notebook(
            inputstring, config=env.myst_config, add_source_map=True, path=path
        )
        cells = [nb_node_to_dict(cell.metadata) for cell in notebook.cells]
        for cell in notebook.cells:
            cell.metadata.pop("tags", None)  # remove-cell would drop the cell here

        def warn(kind: object, message: str) -> None:
            create_warning(document, message, line=1, append_to=document, subtype=kind)

        config = merge_file_level(env.myst_config, notebook.metadata, warn)
        parser = create_md_parser(config, CellRenderer)
        parser.options.update(
            document=document, nb_cells=cells, nb_metadata=nb_node_to_dict(notebook.metadata)
        )
        environment: dict = {}
        tokens = notebook_to_tokens(notebook, parser, environment, LOGGER)
        parser.renderer.render(tokens, parser.options, environment)
