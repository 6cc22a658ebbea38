"""The command `knipsel completion`."""

from __future__ import annotations

import os
from pathlib import Path

import click

_SHELLS = ("bash", "zsh", "fish")
_PROGRAM, _VARIABLE = "knipsel", "_KNIPSEL_COMPLETE"
_MARK = "# completion of knipsel"
_ZSH_NEEDS = "(( $+functions[compdef] )) || { autoload -Uz compinit && compinit; }; "


@click.command()
@click.argument("shell", type=click.Choice(_SHELLS), required=False)
@click.option("--print", "printed", is_flag=True, help="Print the script and install nothing.")
@click.pass_context
def completion(ctx: click.Context, shell: str | None, *, printed: bool) -> None:
    """Install completion by Tab, of commands, options and words of the archive.

    SHELL is bash, zsh or fish. [default: that of the variable SHELL]

    \b
    knipsel completion
    knipsel completion zsh --print
    """
    shell = shell or _own_shell()
    script = _script(ctx.find_root().command, shell)
    if printed:
        click.echo(script)
        return
    path = _place(shell)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(script + "\n", "utf-8")
    click.echo(f"Wrote {path}.")
    if (start := _start_file(shell)) and _add_line(start, shell, path):
        click.echo(f"Added a line to {start} that reads it.")
    click.echo("New shells complete knipsel.")


def _own_shell() -> str:
    name = Path(os.environ.get("SHELL", "")).name
    if name not in _SHELLS:
        listed = ", ".join(f"knipsel completion {each}" for each in _SHELLS)
        raise click.UsageError(f"SHELL names none of these shells. Type one of: {listed}.")
    return name


def _script(command: click.Command, shell: str) -> str:
    from click.shell_completion import get_completion_class

    made = get_completion_class(shell)
    if made is None:  # click knows every shell that can be chosen
        raise click.UsageError(f"There is no completion for {shell}.")
    return made(command, {}, _PROGRAM, _VARIABLE).source().strip()


def _place(shell: str) -> Path:
    """Return the file of the script; fish finds it there by itself."""
    if shell == "fish":
        return _folder("XDG_CONFIG_HOME", ".config") / "fish/completions/knipsel.fish"
    return _folder("XDG_DATA_HOME", ".local/share") / f"knipsel/completion.{shell}"


def _start_file(shell: str) -> Path | None:
    """Return what the shell reads when it starts, None for fish, which needs no line in it."""
    match shell:
        case "bash":
            return Path.home() / ".bashrc"
        case "zsh":
            return _folder("ZDOTDIR", "") / ".zshrc"
        case _:
            return None


def _folder(variable: str, usual: str) -> Path:
    return Path(os.environ.get(variable) or Path.home() / usual)


def _add_line(start: Path, shell: str, script: Path) -> bool:
    """Add the line that reads the script to the end of a file; return whether it lacked one."""
    from indexer.cli.render_text import quoted

    text = start.read_text("utf-8", "surrogateescape") if start.exists() else ""
    if _MARK in text:
        return False
    end = "\n" if text and not text.endswith("\n") else ""
    needs = _ZSH_NEEDS if shell == "zsh" else ""
    with start.open("a", encoding="utf-8") as file:
        file.write(f"{end}{needs}. {quoted(str(script))}  {_MARK}\n")
    return True
