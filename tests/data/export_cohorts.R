# Rscript export_cohorts.R [TARGET_DIR]
#
# Writes rotterdam.csv, ovarian.csv, mgus2.csv and mgus2_zero.csv from R's survival package into TARGET_DIR (default:
# the folder of this script). Each file is read back; the script stops unless every value returns bit for bit.
# Columns and sources: README.md beside this file.
suppressPackageStartupMessages(library(survival))

here <- sub("^--file=", "", grep("^--file=", commandArgs(FALSE), value = TRUE))
target <- c(commandArgs(TRUE), dirname(here), ".")[1]

write_exact <- function(data, file) {
  path <- file.path(target, file)
  write.csv(data, path, row.names = FALSE, quote = FALSE)
  back <- read.csv(path, check.names = FALSE)
  for (name in names(data)) {
    before <- if (is.factor(data[[name]])) as.character(data[[name]]) else data[[name]]
    after <- back[[name]]
    if (!identical(is.na(before), is.na(after)) || !all(before == after, na.rm = TRUE))
      stop(file, ": column ", name, " does not survive printing")
  }
  cat(sprintf("%s: %d rows, %d columns\n", path, nrow(data), ncol(data)))
}

r <- survival::rotterdam
# Recurrence-free survival as in the example of ?rotterdam: the earlier of recurrence and death, where a
# death without recurrence counts at the day of death. In 43 subjects that day is after the end of their
# recurrence follow-up (rtime < dtime); they are taken as recurrence free in between.
late <- r$recur == 0 & r$death == 1 & r$dtime > r$rtime
r$rfs_time <- ifelse(r$recur == 1, r$rtime, r$dtime)
r$rfs <- pmax(r$recur, r$death)
stopifnot(nrow(r) == 2982, sum(late) == 43, sum(r$rfs) == 1713, sum(r$death) == 1272,
          all((r$rfs_time != pmin(r$rtime, r$dtime)) == late))
write_exact(r, "rotterdam.csv")

o <- survival::ovarian
o$treated <- o$rx - 1
stopifnot(nrow(o) == 26, sum(o$fustat) == 12, sum(o$treated) == 13)
write_exact(o, "ovarian.csv")

# The first of progression and death, as in the package's vignette on competing risks.
m <- survival::mgus2
m$time <- ifelse(m$pstat == 1, m$ptime, m$futime)
m$cause <- ifelse(m$pstat == 1, 1, 2 * m$death)
m$either <- as.numeric(m$cause > 0)
stopifnot(nrow(m) == 1384, sum(m$cause == 1) == 115, sum(m$cause == 2) == 860,
          sum(!complete.cases(m[c("hgb", "creat", "mspike")])) == 46)
write_exact(m[c("id", "age", "sex", "dxyr", "hgb", "creat", "mspike", "time", "cause", "either")], "mgus2.csv")

# Progression within three years, exposure anaemia: nobody exposed progresses.
z <- m[complete.cases(m) & m$age >= 60 & m$age <= 89, ]
z$low_hgb <- as.numeric(z$hgb < 9)
z$progression <- as.numeric(z$cause == 1 & z$time <= 36)
z$time <- pmin(z$time, 36)
stopifnot(nrow(z) == 1079, sum(z$low_hgb) == 28, sum(z$progression) == 28, sum(z$progression * z$low_hgb) == 0)
write_exact(z[c("id", "age", "sex", "creat", "mspike", "low_hgb", "time", "progression")], "mgus2_zero.csv")
