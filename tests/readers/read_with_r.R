# Rscript read_with_r.R PROGRAM CONFIG: runs the config and opens the result with rhdf5; labels and values must be those
# that `show --format csv` prints. Exits 77, saying why, where rhdf5 is not installed.
arguments <- commandArgs(TRUE)
stopifnot(length(arguments) == 2)
if (!requireNamespace("rhdf5", quietly = TRUE)) {
  message("Skipped: R's package rhdf5 is not installed (Debian: r-bioc-rhdf5).")
  quit(status = 77)
}
library(rhdf5)

file <- tempfile(fileext = ".h5")
stopifnot(system2(arguments[1], c("run", shQuote(arguments[2]), "-o", file, "--quiet")) == 0)
printed <- system2(arguments[1], c("show", file, "--format", "csv"), stdout = TRUE)
shown <- read.csv(text = printed, colClasses = "character")
stopifnot(nrow(shown) > 0)

# rhdf5 does not read which axis belongs to which dimension: FORMAT.md gives their order, slowest first. R's runs the
# other way round.
order_of_axes <- c("scenario", "endpoint", "estimand", "arm", "term", "covariate", "time", "status", "method",
                   "interval", "level")
axes_not_of <- function(statistic) {
  switch(statistic, estimate = c("status", "interval", "level"), count = c("method", "interval", "level"),
         ci_lower = , ci_upper = c("status", "method"), c("status", "interval", "level"))
}
attributes_of <- function(path) {
  withCallingHandlers(h5readAttributes(file, path), warning = function(w) {
    if (grepl("VLEN", conditionMessage(w))) invokeRestart("muffleWarning") # DIMENSION_LIST, which it cannot read
  })
}
members <- h5ls(file)
members$path <- paste(members$group, members$name, sep = "/")

labelled <- function(quantity, array) {
  group <- paste0("/estimates/", quantity)
  statistic <- sub("_status$", "", array)
  here <- intersect(order_of_axes, members$name[members$group == group])
  here <- setdiff(here, axes_not_of(statistic))
  if (statistic == "estimate" && quantity != "log_rank") here <- setdiff(here, "method")
  labels <- lapply(setNames(nm = rev(here)), function(axis) as.vector(h5read(file, paste0(group, "/", axis))))
  values <- h5read(file, paste0(group, "/", array))
  if (is.raw(values)) values <- array(as.integer(values), dim(values))
  stopifnot(identical(as.vector(dim(values)), unname(lengths(labels))))
  dimnames(values) <- labels
  values
}

column_of <- function(axis) switch(axis, term = , covariate = "arm", interval = "method", axis)

compared <- 0
for (part in split(shown, paste(shown$quantity, shown$statistic))) {
  quantity <- part$quantity[1]
  statistic <- part$statistic[1]
  values <- labelled(quantity, statistic)
  cells <- vapply(names(dimnames(values)), function(axis) {
    label <- part[[column_of(axis)]]
    if (axis %in% c("time", "level")) label <- as.character(as.numeric(label))
    found <- match(label, dimnames(values)[[axis]])
    stopifnot(!anyNA(found))
    found
  }, integer(nrow(part)))
  cells <- matrix(cells, nrow = nrow(part))
  value <- as.numeric(values[cells])
  told <- as.numeric(part$value)
  if (!identical(is.nan(value), is.nan(told)) || !all(value == told, na.rm = TRUE))
    stop(quantity, " ", statistic, ": rhdf5 reads other values than show prints")
  if (statistic != "count") {
    group <- paste0("/estimates/", quantity)
    attributes <- attributes_of(paste0(group, "/", statistic, "_status"))
    names <- strsplit(attributes$flag_meanings, " ")[[1]]
    stopifnot(length(names) == length(attributes$flag_values))
    status <- names[match(labelled(quantity, paste0(statistic, "_status"))[cells], attributes$flag_values)]
    if (!identical(status, part$status)) stop(quantity, " ", statistic, ": other statuses than show prints")
  }
  described <- attributes_of(paste0("/estimates/", quantity, "/", statistic))
  stopifnot(nzchar(described$long_name), nzchar(described$unit))
  compared <- compared + nrow(part)
}
root <- attributes_of("/")
stopifnot(root$filetype == "iptwsim result", nzchar(root$title), compared == nrow(shown))
cat(sprintf("rhdf5 %s reads %d labelled values as show prints them\n", packageVersion("rhdf5"), compared))
