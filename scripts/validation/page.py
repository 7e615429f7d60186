"""The page: its head, its sections, and every check that failed."""
HEAD = """# Statistical validation

Made by `scripts/validate{share}` from the configs in configs/validation/, {cohorts:,} simulated cohorts by {version}.
Do not edit: the same program makes the same page.

**{passed} of {total} checks passed.** A check compares a simulated figure with one that is known. Two Monte Carlo figures
agree when they differ by at most 4.5 of their joint Monte Carlo standard error (MCSE, in brackets below); a share of
cohorts agrees with a probability when neither tail of the exact binomial distribution is below 3.4e-6, the normal tail
beyond 4.5. Seeds are never changed to meet a bound.

| section | checks | failed |
|---|---:|---:|
{sections}
"""


def table(head, rows, words=1):
    """Markdown; the first `words` columns are text, the others are right-aligned."""
    align = ["---"] * words + ["---:"] * (len(head) - words)
    lines = [" | ".join(cells) for cells in [head, *rows]]
    return [f"| {lines[0]} |", f"|{'|'.join(align)}|", *(f"| {line} |" for line in lines[1:]), ""]


def details(summary, lines):
    """Lines that open on request."""
    return [f"<details><summary>{summary}</summary>", "", *lines, "</details>", ""]


def percent(number, digits=1):
    """A share with its MCSE, both in percent."""
    return f"{100 * number.value:.{digits}f} ({100 * number.mcse:.{digits}f})"


def page(program, checks, sections):
    names = list(dict.fromkeys(check[0] for check in checks.all))
    lines = []
    for name in names:
        of_section = [check for check in checks.all if check[0] == name]
        lines.append(f"| {name} | {len(of_section)} | {sum(not check[2] for check in of_section)} |")
    share = "" if program.share == 1 else f" --share {program.share:g}"
    text = HEAD.format(share=share, cohorts=program.cohorts, version=program.version(), total=len(checks.all),
                       passed=len(checks.all) - len(checks.failed()), sections="\n".join(lines))
    if checks.failed():
        text += "\n## Failed\n" + "".join(f"- {section}: {what}: {detail}\n"
                                          for section, what, _, detail in checks.failed())
    return text + "".join("\n" + "\n".join(section).rstrip() + "\n" for section in sections)
