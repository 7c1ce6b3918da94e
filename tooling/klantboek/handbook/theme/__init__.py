"""The MkDocs theme: its settings live here, its templates and styles in site/theme."""
