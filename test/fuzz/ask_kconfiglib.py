"""Asks Kconfiglib: reads lines of JSON, each a folder with a tree, and answers each with a line of JSON.

The folder holds `Kconfig` and perhaps `.config`. The answer has `values`, the text of every defined symbol by its name,
and `config`, what Kconfiglib writes as .config; or `error`, if it refuses the tree.
"""

import json
import os
import sys

import kconfiglib


def answer(folder):
    os.chdir(folder)
    try:
        tree = kconfiglib.Kconfig("Kconfig", warn=False)
        if os.path.exists(".config"):
            tree.load_config(".config")
        tree.write_config("written", header="", save_old=False)
    except Exception as error:  # Of odd trees it makes errors of all kinds.
        return {"error": str(error)}
    with open("written", encoding="utf-8") as written:
        config = written.read()
    return {"config": config, "values": {symbol.name: symbol.str_value for symbol in tree.unique_defined_syms}}


# What $(info) of a tree prints is no answer.
answers = sys.stdout
sys.stdout = open(os.devnull, "w", encoding="utf-8")
for line in sys.stdin:
    print(json.dumps(answer(json.loads(line))), file=answers, flush=True)
