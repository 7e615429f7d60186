"""What each mechanism of a simulated cohort costs."""
from benchmark.measure import median, rate_text, spread
from validation.page import table

SIZES = {"n85": "n = 85", "n3000": "n = 3000"}


def section(bench):
    repetitions, seconds = (3, 0.05) if bench.quick else (7, 0.1)
    records = bench.run("mechanisms", "^mechanisms/", repetitions, seconds)
    rates = {name: [record["items_per_second"] for record in of_name] for name, of_name in records.items()}
    words = [name.split("/")[2] for name in rates if name.startswith("mechanisms/n85/") and not name.endswith("/drawn")]
    rows = []
    for word in words:
        first, cells = f"mechanisms/n85/{word}", [word]
        for size in SIZES:
            name, plain = f"mechanisms/{size}/{word}", f"mechanisms/{size}/plain"
            cells += [f"{rate_text(median(rates[name]))} ({spread(rates[name]):.0f}%)",
                      f"{median(rates[plain]) / median(rates[name]):.2f}",
                      f"{median(rates[plain + '/drawn']) / median(rates[name + '/drawn']):.2f}"]
        rows.append(cells + [records[first][0]["label"]])
    columns = [column for size in SIZES.values() for column in (f"{size}, a second", "times plain", "drawn alone")]
    return ["## What mechanisms cost", "",
            f"Cohorts simulated and analysed a second of one core ({bench.isas()[-1]}), half the interquartile range in percent: the",
            "cohort of the section before (plain), then with one thing more. `times plain`: the time of a cohort as a multiple of",
            "the plain one's; `drawn alone`: the same where cohorts are drawn and not analysed. Every mechanism is drawn on lanes,",
            "a cohort a lane; the last column says how cohorts are analysed. Where cohorts differ in size they go one by one, which",
            "is most of what that costs.",
            "", *table(["", *columns, "analysed"], rows)]
