# Rscript idiomatic.R CSV REPLICATES [TIMES] [TAU]
#
# Bootstrap replicates per second of idiomatic R on one core. A replicate resamples patients and repeats the
# whole analysis: glm, stabilised ATE weights, survfit with summary (survival at TIMES, RMST to TAU),
# coxph with the robust standard error. CSV has the columns time, event, A; every other column is a covariate
# of the propensity model. TIMES (default 5,10,20) and TAU (default 25) are in the unit of `time`.
# Prints JSON; `rate` is per second of CPU time, so that other load on the machine does not count.
# Needs Debian's r-base-core, r-cran-survival, r-cran-boot.
suppressPackageStartupMessages({library(boot); library(survival)})

args <- commandArgs(TRUE)
if (!length(args) %in% 2:4) stop("usage: Rscript idiomatic.R CSV REPLICATES [TIMES] [TAU]")
cohort <- read.csv(args[1])
replicates <- as.integer(args[2])
times <- if (length(args) > 2) as.numeric(strsplit(args[3], ",")[[1]]) else c(5, 10, 20)
tau <- if (length(args) > 3) as.numeric(args[4]) else 25
propensity <- reformulate(setdiff(names(cohort), c("time", "event", "A")), "A")

analyse <- function(data, rows) {
  b <- data[rows, ]
  e <- fitted(glm(propensity, family = binomial, data = b))
  b$w <- ifelse(b$A == 1, mean(b$A) / e, (1 - mean(b$A)) / (1 - e))
  curves <- survfit(Surv(time, event) ~ A, data = b, weights = w)
  survival <- summary(curves, times = times, extend = TRUE)$surv
  rmst <- summary(curves, rmean = tau)$table[, "rmean"]
  cox <- coxph(Surv(time, event) ~ A, data = b, weights = w, robust = TRUE)
  c(survival, rmst, coef(cox), sqrt(vcov(cox)))
}

set.seed(1)
run <- function(R) suppressWarnings(boot(cohort, analyse, R))
invisible(run(max(2, replicates %/% 10)))                      # warm-up
spent <- system.time(run(replicates))
cpu <- spent[["user.self"]] + spent[["sys.self"]]
if (cpu > 1.1 * spent[["elapsed"]]) message("more than one core was used; set OMP_NUM_THREADS=1 OPENBLAS_NUM_THREADS=1")
cat(sprintf('{"rate": %.4g, "replicates": %d, "cpu_seconds": %.4g, "elapsed_seconds": %.4g, "n": %d, "covariates": %d, "R": "%s"}\n',
            replicates / cpu, replicates, cpu, spent[["elapsed"]], nrow(cohort), ncol(cohort) - 3L, getRversion()))
