"""From and to what people have: one importer or exporter per format."""
