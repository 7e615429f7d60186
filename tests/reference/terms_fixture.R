# Rscript terms_fixture.R [TARGET_DIR]
#
# Writes terms.json into TARGET_DIR (default: fixtures/ beside this script): propensity models of
# tests/data/rotterdam.csv with powers, logarithms, products, categories and restricted cubic splines.
# Coefficients and standard errors: glm. Splines: Hmisc::rcspline.eval with norm = 2 on the type 7 quantiles; the same
# fit by splines::ns, another basis of the same space, must give the same scores.
# R 4.2.2, Hmisc 4.8-0.
suppressPackageStartupMessages({library(Hmisc); library(splines)})

here <- dirname(sub("^--file=", "", grep("^--file=", commandArgs(FALSE), value = TRUE)))
target <- c(commandArgs(TRUE), file.path(here, "fixtures"))[1]
r <- read.csv(file.path(here, "../data/rotterdam.csv"), stringsAsFactors = FALSE)
r$size <- factor(r$size, levels = sort(unique(r$size), method = "radix")) # byte order: the first is the reference
r$stage <- factor(r$grade) # for `cohort.categorical: [grade]`

outer <- c(NA, NA, .10, .05, .05, .05, .025)
knots_of <- function(x, k) {
  knots <- unname(quantile(x, seq(outer[k], 1 - outer[k], length.out = k), type = 7))
  stopifnot(isTRUE(all.equal(knots, unname(rcspline.eval(x, nk = k, knots.only = TRUE, fractied = 0)),
                             tolerance = 1e-12)))
  knots
}
rcs <- function(x, k) unclass(rcspline.eval(x, knots = knots_of(x, k), inclx = TRUE, norm = 2))[, seq_len(k - 1)]

fit <- function(formula) {
  glm(formula, binomial, r, control = glm.control(epsilon = 1e-15, maxit = 50))
}
models <- list(
  powers = list(terms = c("log(age)", "nodes", "nodes^2", "nodes^3", "size"),
                fit = fit(hormon ~ log(age) + nodes + I(nodes^2) + I(nodes^3) + size)),
  products = list(terms = c("age", "grade", "meno", "size", "age:grade", "age:size", "size:meno", "age:grade:meno"),
                  fit = fit(hormon ~ age + grade + meno + size + age:grade + age:size + size:meno + age:grade:meno)),
  categories = list(terms = c("grade", "size", "nodes", "grade:size", "grade:nodes"), categorical = "grade",
                    fit = fit(hormon ~ stage + size + nodes + stage:size + stage:nodes)),
  spline = list(terms = c("rcs(age, 4)", "grade", "size"), fit = fit(hormon ~ rcs(age, 4) + grade + size)),
  splines = list(terms = c("rcs(age, 5)", "rcs(nodes, 3)", "meno", "rcs(age, 5):meno"),
                 fit = fit(hormon ~ rcs(age, 5) + rcs(nodes, 3) + meno + rcs(age, 5):meno)),
  spline_products = list(terms = c("rcs(age, 3)", "size", "rcs(age, 3):size"), # 2 x 2 columns: whose run fastest
                         fit = fit(hormon ~ rcs(age, 3) + size + rcs(age, 3):size)))
by_ns <- fit(hormon ~ ns(age, knots = knots_of(age, 4)[2:3], Boundary.knots = knots_of(age, 4)[c(1, 4)]) + grade + size)
stopifnot(max(abs(fitted(by_ns) - fitted(models$spline$fit))) < 1e-10)

number <- function(x) sprintf("%.17g", unname(x))
numbers <- function(x) paste0("[", paste(number(x), collapse = ", "), "]")
words <- function(x) if (is.null(x)) "[]" else paste0("[", paste0("\"", x, "\"", collapse = ", "), "]")
object <- function(named) paste0("{\n", paste0("\"", names(named), "\": ", named, collapse = ",\n"), "\n}")
rows <- c(1:20, which.min(r$age), which.max(r$age))
spline <- lapply(3:7, function(k) {
  basis <- rcs(r$age, k)
  object(list(knots = numbers(knots_of(r$age, k)),
              basis = paste0("[", paste(apply(basis[rows, ], 1, numbers), collapse = ",\n"), "]")))
})
model <- function(m) {
  beta <- summary(m$fit)$coefficients
  stopifnot(m$fit$converged, !anyNA(coef(m$fit)))
  object(list(terms = words(m$terms), categorical = words(m$categorical), names_in_r = words(rownames(beta)),
              coef = numbers(beta[, 1]), se = numbers(beta[, 2]), e_first10 = numbers(fitted(m$fit)[1:10])))
}
writeLines(object(list(
  R = paste0("\"", R.version$major, ".", R.version$minor, ", Hmisc ", packageVersion("Hmisc"), "\""),
  models = object(lapply(models, model)),
  spline_rows_1based = numbers(rows),
  splines_of_age = object(setNames(spline, 3:7)))), file.path(target, "terms.json"))
