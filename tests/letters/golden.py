"""Write the golden texts anew: `python -m tests.letters.golden`. Look at every page before keeping them."""

import hashlib
import json
from importlib.metadata import version

from tests.letters.reading import read
from tests.letters.test_paper import GOLDEN, LANGUAGES, PRINTED, set_paper


def main() -> None:
    """Write what each paper and the book say, and the hash of its bytes."""
    GOLDEN.mkdir(exist_ok=True)
    for name in PRINTED:
        for lang in LANGUAGES:
            pdf = set_paper(name, lang)
            kept = {
                "typst": version("typst"),
                "sha256": hashlib.sha256(pdf).hexdigest(),
                "text": read(pdf).text.splitlines(),
            }
            (GOLDEN / f"{name}.{lang}.json").write_text(json.dumps(kept, ensure_ascii=False, indent=1) + "\n")


if __name__ == "__main__":
    main()
