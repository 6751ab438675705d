#!/usr/bin/env python3
"""Counts what real data files hold, by other means than touchline's readers.

In: the folder of trial data (TOUCHLINE_TRIALS, default ../shared). Out: one
JSON object on stdout: for each file its counts. Regular expressions over the
whole text stand against the program's line-by-line reader, so that a fault in
one is not repeated in the other. Nothing but Python's own library.
"""

import json
import os
import re
import sys
from pathlib import Path

MINUTE = r"\d+(?:\+\d+)?'"
KEY = r"^([^\W\d][^:\n@]{0,40}):[ \t]"
NO_TEAM = {"Refs", "Penalties", "Coach"}


def without_comments(text):
    return re.sub(r"#[^\n]*", "", text)


def goal_blocks(text):
    """The texts in parentheses under the matches, marks turned to letters."""
    text = re.sub(r"\(\s*(?:p|pen\.?)\s*\)|(?<=')\s*pen\b\.?", " §P ", text)
    text = re.sub(r"\(\s*o\.?g\.?\s*\)|(?<=')\s*og\b", " §O ", text)
    return re.findall(r"^[ \t]*\(([^()]*)\)", text, re.M)


def keyed_blocks(text):
    """Line-ups and their like: the key and the text to the next key or gap."""
    pattern = KEY + r"(.*?)(?=\n[ \t]*\n|\n[^\W\d][^:\n@]{0,40}:[ \t]|\Z)"
    return [(key, body) for key, body in re.findall(pattern, text, re.M | re.S)]


def starters(body):
    body = re.sub(r"\[[^\]]*\]", "", body)
    while "(" in body:
        body, changed = re.subn(r"\([^()]*\)", "", body)
        if not changed:
            break
    return [name for name in re.split(r",|;|(?:(?<=\s)|^)-(?=\s|$)", body) if name.strip()]


def count_text(text):
    text = without_comments(text)
    goals = goal_blocks(text)
    lineups = [body for key, body in keyed_blocks(text) if key not in NO_TEAM and body.count(",") > 5]
    kicks = [body for key, body in keyed_blocks(text) if key == "Penalties"]
    referees = [body for key, body in keyed_blocks(text) if key == "Refs"]
    # A match is a line with a result outside of parentheses that is neither a
    # section nor inside a line-up or shoot-out.
    bare = text
    for _, body in keyed_blocks(text):
        bare = bare.replace(body, "")
    bare = re.sub(r"\([^()\n]*\)", "", bare)
    results = r"^(?![ \t]*[▪»=(]).*?(?<![\d/])(?:^|[ \t])\d{1,2}-\d{1,2}(?=[ \t]|$)"
    cards = "\n".join(lineups)
    return {
        "matches": len(re.findall(results, bare, re.M)),
        "goals": sum(len(re.findall(MINUTE, block)) for block in goals),
        "own_goals": sum(block.count("§O") for block in goals),
        "penalties": sum(block.count("§P") for block in goals),
        "yellow": len(re.findall(r"\[Y ", cards)),
        "second_yellow": len(re.findall(r"\[Y/R ", cards)),
        "red": len(re.findall(r"\[R ", cards)),
        "captains": len(re.findall(r"\[c\]", cards)),
        "lineups": len(lineups),
        "starters": sum(len(starters(body)) for body in lineups),
        "substitutions": len(re.findall(r"\(\s*" + MINUTE, cards)),
        "kicks": sum(len(re.findall(r"[^,]+", body)) for body in kicks),
        "kicks_missed": sum(body.count("(missed)") for body in kicks),
        "officials": sum(body.count("(") for body in referees),
        "squad_places": len(re.findall(r"\bb\. \d{4}", text)),
        "squads": max(len(re.findall(r"^==[^=]", text, re.M)), int("b. " in text)),
        "groups": len(re.findall(r"^Group \w+ +\|", text, re.M)),
        "attendance": sum(int(number) for number in re.findall(r"Att: (\d+)", text)),
    }


def count_json(text):
    matches = json.loads(text)["matches"]
    goals = [goal for match in matches for side in ("goals1", "goals2") for goal in match.get(side, [])]
    return {
        "matches": len(matches),
        "goals": len(goals),
        "own_goals": sum(1 for goal in goals if goal.get("owngoal")),
        "penalties": sum(1 for goal in goals if goal.get("penalty")),
        "goals_scored": sum(sum(match["score"].get("et") or match["score"]["ft"]) for match in matches),
    }


def main():
    root = Path(os.environ.get("TOUCHLINE_TRIALS", "../shared")) / "data" / "openfootball"
    counts = {}
    for path in sorted(root.rglob("*")):
        name = path.relative_to(root).as_posix()
        if path.suffix == ".txt":
            counts[name] = count_text(path.read_text(encoding="utf-8"))
        elif path.suffix == ".json":
            counts[name] = count_json(path.read_text(encoding="utf-8"))
    json.dump(counts, sys.stdout, indent=1, sort_keys=True)


if __name__ == "__main__":
    main()
