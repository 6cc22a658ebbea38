"""The command `knipsel password`."""

from __future__ import annotations

from pathlib import Path

import click


@click.command()
@click.argument("name")
@click.option(
    "--file",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Write the line into this file, in place of an earlier one.",
)
def password(name: str, *, file: Path | None) -> None:
    """Make a line for the password file that the setting `passwords` names.

    Asks for the password twice. Without --file the line is printed.

    \b
    knipsel password redactie --file passwords
    """
    from werkzeug.security import generate_password_hash

    if not name or ":" in name or name.startswith("#") or name != name.strip():
        raise click.BadParameter("a name has no colon, and no # or space at its ends.")
    password = click.prompt("Password", hide_input=True, confirmation_prompt=True, err=True)
    hashed = generate_password_hash(password)
    if file is None:
        click.echo(f"{name}:{hashed}")
        return
    from webapp.middleware import password_file

    password_file.write(file, name, hashed)
