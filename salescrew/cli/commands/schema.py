"""`salescrew schema`: the JSON Schema of the plan, for editors."""

from __future__ import annotations

import click

from salescrew.cli.frame import options
from salescrew.cli.frame.destination import say_written
from salescrew.cli.frame.output import write
from salescrew.cli.frame.places import File, look_at
from salescrew.language import to_say


@click.command("schema", short_help=to_say("Write the JSON Schema by which editors check a plan."))
@options.output_option(to_say("Write into this file (.json) instead of standard output. Once or more."))
def command(outputs: tuple[str, ...]) -> None:
    """Write the JSON Schema of the plan file: its keys, what each means, and what may stand there.

    An editor that knows it completes keys, says what they mean, and marks those that are not known. A plan in YAML
    names it in its first line, as in the plans that `salescrew init` writes:

    # yaml-language-server: $schema=salescrew.schema.json
    """
    places = outputs or ("-",)
    look_at(*(File(output, (".json",)) for output in places), read=[])

    from salescrew.models.files.json_schema import schema_json

    text = schema_json()
    for place in places:
        write(place, text)
    say_written(places)
