# Rscript delayed_entry.R [TARGET_DIR]
#
# Writes delayed_entry.json into TARGET_DIR (default: fixtures/ beside this script): weighted survival, RMST, medians,
# Cox models and Xie and Liu's test with late entry, Surv(entry, time, event), on two cohorts of fixtures/, the cohort
# itself and rows drawn from it. Entry times are made up: those of every fourth patient are 0, the others' fall anywhere
# in the first two thirds of their follow-up, so that early risk sets are small.
# R 4.2.2, survival 3.5-3. Xie and Liu's test has no R function for late entry: it is computed here from risk sets.
suppressPackageStartupMessages({library(survival); library(jsonlite)})

here <- dirname(sub("^--file=", "", grep("^--file=", commandArgs(FALSE), value = TRUE)))
target <- c(commandArgs(TRUE), file.path(here, "fixtures"))[1]

entries <- function(time) {
  i <- seq_along(time)
  ifelse(i %% 4 == 0, 0, floor(time * ((i * 7919) %% 1000) / 1500))
}

curve_of <- function(d, times, tau) {
  fit <- survfit(Surv(entry, time, event) ~ 1, data = d, weights = w, timefix = FALSE)
  at <- function(t) { k <- findInterval(t, fit$time); ifelse(k == 0, 1, c(1, fit$surv)[k + 1]) }
  steps <- fit$time[fit$time < tau]
  low <- which(fit$surv <= 0.5 + 1.5e-8)
  list(surv = at(times), rmst = sum(diff(c(0, steps, tau)) * at(c(0, steps) * (1 + 0))),
       median = if (length(low)) fit$time[low[1]] else NA)
}

xie_liu <- function(d) {
  times <- sort(unique(d$time[d$event == 1]))
  U <- V <- 0
  for (t in times) {
    risk <- d$entry < t & d$time >= t
    dies <- risk & d$time == t & d$event == 1
    N <- tapply(d$w * risk, d$A, sum); Q <- tapply(d$w^2 * risk, d$A, sum); D <- tapply(d$w * dies, d$A, sum)
    n <- sum(risk); k <- sum(dies)
    U <- U + D[["1"]] - N[["1"]] * sum(D) / sum(N)
    if (n > 1) {
      V <- V + k * (n - k) / (n * (n - 1)) * (N[["0"]]^2 * Q[["1"]] + N[["1"]]^2 * Q[["0"]]) / sum(N)^2
    }
  }
  list(U = U, V = V, z = U / sqrt(V))
}

cox <- function(d, ties) {
  control <- coxph.control(eps = 1e-14, toler.chol = 1e-15, iter.max = 60, timefix = FALSE)
  d$id <- seq_len(nrow(d))
  fit <- coxph(Surv(entry, time, event) ~ A, d, weights = w, ties = ties, robust = TRUE, id = id, control = control)
  null <- coxph(Surv(entry, time, event) ~ A, d, weights = w, ties = ties, robust = TRUE, id = id, init = 0,
                control = coxph.control(iter.max = 0, timefix = FALSE))
  detail <- coxph.detail(null)
  U <- sum(detail$score)
  # the robust score test from the score residuals at 0
  B <- sum((residuals(null, "score") * d$w)^2)
  list(loghr = unname(coef(fit)), se_model = sqrt(fit$naive.var[1, 1]), se_robust = sqrt(fit$var[1, 1]),
       score_U = U, score_chisq_robust = U^2 / B)
}

everything <- function(d, times, tau) {
  by_arm <- lapply(0:1, function(a) curve_of(d[d$A == a, ], times, tau))
  list(times = times, surv0 = by_arm[[1]]$surv, surv1 = by_arm[[2]]$surv,
       surv_diff = by_arm[[2]]$surv - by_arm[[1]]$surv, median0 = by_arm[[1]]$median, median1 = by_arm[[2]]$median,
       tau = tau, rmst0 = by_arm[[1]]$rmst, rmst1 = by_arm[[2]]$rmst, rmst_diff = by_arm[[2]]$rmst - by_arm[[1]]$rmst,
       rmst_ratio = by_arm[[2]]$rmst / by_arm[[1]]$rmst,
       cox = list(efron = cox(d, "efron"), breslow = cox(d, "breslow")), xie_liu = xie_liu(d))
}

weights_of <- function(d, estimand) {
  if (estimand == "unweighted") return(rep(1, nrow(d)))
  X <- d[, setdiff(names(d), c("time", "event", "etype", "A", "entry", "w"))]
  e <- fitted(glm(d$A ~ ., binomial, X, control = glm.control(epsilon = 1e-15, maxit = 60)))
  p <- mean(d$A)
  if (estimand == "ATE") return(ifelse(d$A == 1, p / e, (1 - p) / (1 - e))) # stabilized
  ifelse(d$A == 1, 1 - e, e)                                                # ATO
}

cases <- list(pbc = list(times = c(733, 1191, 2241.25), tau = 4050), mgus2 = list(times = c(24, 60.5, 120), tau = 200))
out <- list()
set.seed(4) # of the rows alone, which are written out; none of them separates the arms
for (name in names(cases)) {
  cohort <- read.csv(file.path(here, "fixtures", paste0(name, ".csv")))
  cohort$entry <- entries(cohort$time)
  rows <- sort(sample(nrow(cohort), replace = TRUE))
  results <- list()
  for (estimand in c("unweighted", "ATE", "ATO")) {
    on <- function(d) { d$w <- weights_of(d, estimand); everything(d, cases[[name]]$times, cases[[name]]$tau) }
    results[[estimand]] <- list(cohort = on(cohort), replicate = on(cohort[rows, ]))
  }
  at_risk <- lapply(0:1, function(a) {
    fit <- survfit(Surv(entry, time, event) ~ 1, cohort[cohort$A == a, ], timefix = FALSE)
    some <- which(fit$n.event > 0)
    some <- some[unique(round(seq(1, length(some), length.out = 40)))]
    list(times = fit$time[some], n = fit$n.risk[some], events = fit$n.event[some])
  })
  out[[name]] <- c(cases[[name]], list(at_risk = at_risk, entry = cohort$entry, rows_1based = rows, results = results))
}
write_json(out, file.path(target, "delayed_entry.json"), digits = I(17), auto_unbox = TRUE, na = "null")
