"""`python -m indexer`: the command line, where the command `knipsel` is not on the path."""

from indexer.cli import main

if __name__ == "__main__":
    main(prog_name="python -m indexer")
