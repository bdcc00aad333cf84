"""Our own kinds of output: myst-nb is told who draws them.

It would find a renderer by an entry point; but then readers, whose wheel has no booktools, would carry one
that leads nowhere. So the extensions add theirs to myst-nb's list themselves.
"""

from myst_nb.core.render import MimeRenderPlugin, load_mime_renders


def add_renderer(renderer: type[MimeRenderPlugin]) -> None:
    """Put a renderer among those of myst-nb, once a process: the list that it keeps is the one it asks."""
    renderers = load_mime_renders()
    if renderer not in renderers:
        renderers.append(renderer)
