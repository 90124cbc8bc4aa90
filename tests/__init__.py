from salescrew.cli.frame import progress

# outputs are compared whole, however long the machine takes for them: no line says meanwhile that something goes on
progress._FIRST_LINE_SECONDS = 86_400.0
