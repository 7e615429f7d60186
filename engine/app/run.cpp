#include <cstdio>

#include <fmt/format.h>

#include "app/commands.hpp"
#include "app/compute.hpp"
#include "app/output.hpp"
#include "app/parts.hpp"
#include "app/provenance.hpp"
#include "app/shell.hpp"
#include "plan/shard.hpp"
#include "report/text.hpp"
#include "results/write.hpp"
#include "run/scheduler.hpp"
#include "run/stop.hpp"

namespace iptwsim::app {
namespace {

namespace fs = std::filesystem;

class Run {
public:
  Run(RunArguments const& arguments, fs::path output, std::optional<Shard> shard)
      : arguments_(arguments), output_(std::move(output)), shard_(shard),
        job_(open_job(arguments.config, arguments.settings)),
        threads_(arguments.threads > 0 ? arguments.threads : default_threads()) {}

  ExitCode go(TimeLimit const& limit);

private:
  bool is_normal() const { return arguments_.verbosity == Verbosity::normal; }
  void say(std::string const& text) const {
    if (is_normal()) fmt::print(stderr, "{}\n", text);
  }
  results::Provenance own_provenance() const { return provenance(arguments_.command_line, threads_); }
  std::string shard_text() const { return shard_ ? fmt::format("{}/{}", shard_->index, shard_->count) : ""; }

  ExitCode print(results::Document const& document) const {
    if (is_normal()) fmt::print("{}", report::text_report(document));
    return ExitCode::ok;
  }
  ExitCode already(results::Document const& document) const;
  void open_parts(Parts& parts) const;
  std::string held_words(Parts& parts, std::vector<std::uint32_t> const& mine) const;
  std::string resume_command() const;
  void say_stopped(std::string const& held) const;
  ExitCode write_result(Parts& parts);

  RunArguments const& arguments_;
  fs::path output_;
  std::optional<Shard> shard_;
  Job job_;
  int threads_;
};

ExitCode Run::already(results::Document const& document) const {
  say(output_.string() + " is complete already");
  return print(document);
}

void Run::open_parts(Parts& parts) const {
  if (arguments_.start == Start::resume) return parts.read();
  if (shard_) return parts.expect_no_others(); // other shards may be at work
  if (arguments_.existing == Existing::keep) return parts.expect_none();
  parts.remove_all();
}

/// "812 of 1000 blocks are in out.h5.parts"
std::string Run::held_words(Parts& parts, std::vector<std::uint32_t> const& mine) const {
  std::size_t held = 0;
  for (std::uint32_t const block : mine) held += parts.held().holds(block) ? 1 : 0;
  return fmt::format("{} of {} blocks are in {}", held, mine.size(), parts.folder().string());
}

std::string Run::resume_command() const {
  std::vector<std::string> words{arguments_.program, "run", arguments_.config.string()};
  for (std::string const& setting : arguments_.settings) {
    words.push_back("--set");
    words.push_back(setting);
  }
  words.insert(words.end(), {"-o", output_.string()});
  if (shard_) words.insert(words.end(), {"--shard", shard_text()});
  words.push_back("--resume");
  return shell_line(words);
}

void Run::say_stopped(std::string const& held) const {
  fmt::print(stderr, "{}{}. Go on with:\n  {}\n", stop_words(stop_asked()), held, resume_command());
}

/// A result of equal identity that somebody else has written meanwhile is as good as ours.
ExitCode Run::write_result(Parts& parts) {
  results::Document const document = job_.assemble(parts.held(), own_provenance());
  bool const overwrite = arguments_.existing == Existing::overwrite;
  try {
    results::write_document(document, output_, overwrite ? results::Overwrite::yes : results::Overwrite::no);
  } catch (Error const&) {
    if (!overwrite && fs::exists(output_)) {
      auto const other = complete_result(output_, job_);
      parts.remove_used();
      return already(*other);
    }
    throw;
  }
  parts.remove_used();
  print(document);
  if (is_normal()) fmt::print("\nresult: {}\n", output_.string());
  return ExitCode::ok;
}

ExitCode Run::go(TimeLimit const& limit) {
  check_output(output_, job_.inputs);
  Parts parts(job_, output_, part_provenance(own_provenance(), arguments_.config, arguments_.settings, shard_text()));
  if (arguments_.existing == Existing::keep) {
    if (auto const document = complete_result(output_, job_)) {
      if (arguments_.start == Start::resume && !shard_) parts.remove_finished(); // killed before it could
      return already(*document);
    }
  }
  open_parts(parts);
  auto const mine = shard_blocks(*job_.work, shard_.value_or(Shard{}));
  if (arguments_.start == Start::resume) say("going on: " + held_words(parts, mine));
  if (!limit.note.empty()) say(limit.note);
  ComputeOptions options{.threads = threads_,
                         .flush_interval = parse_duration(arguments_.flush_interval, "--flush"),
                         .deadline = limit.deadline,
                         .grace = limit.grace,
                         .verbosity = arguments_.verbosity,
                         .say_stopped = [&] { say_stopped("; what was finished is in " + parts.folder().string()); }};
  for (int attempt = 1;; ++attempt) {
    try {
      Outcome const outcome = compute(job_, mine, parts, options);
      if (outcome == Outcome::stopped || shard_) parts.write_rest();
      if (outcome == Outcome::stopped) {
        say_stopped(": " + held_words(parts, mine));
        return ExitCode::stopped;
      }
      if (shard_) {
        say(fmt::format("shard {} is complete: {}", shard_text(), held_words(parts, mine)));
        return ExitCode::ok;
      }
      return write_result(parts);
    } catch (Error const& error) {
      bool const gone = error.code() == ExitCode::no_input || error.code() == ExitCode::data; // parts that were there
      if (!gone || attempt == 3) {
        std::vector<Problem> problems = error.problems();
        if (parts.save_rest() && error.code() == ExitCode::cannot_write) {
          problems.push_back({.file = parts.folder().string(),
                              .what = "holds what is finished",
                              .advice = "go on later with: " + resume_command()});
        }
        throw Error(error.code(), problems);
      }
      say(std::string(error.what()) + "\nreads the parts again");
      if (auto const document = complete_result(output_, job_)) { // somebody was faster
        parts.remove_finished();
        return already(*document);
      }
      parts.read_again();
    }
  }
}

} // namespace

ExitCode run(RunArguments const& arguments) {
  auto const start = std::chrono::steady_clock::now();
  StopSignals const signals;
  TimeLimit const limit = time_limit(arguments, start);
  Environment const environment = process_environment();
  std::optional<Shard> shard;
  if (!arguments.shard.empty()) shard = parse_shard(arguments.shard, environment);
  std::string const note = shard ? "" : array_note(environment);
  if (!note.empty() && arguments.verbosity == Verbosity::normal) fmt::print(stderr, "{}\n", note);
  bool const by_default = arguments.output.empty();
  fs::path const output = by_default ? fs::path("results") / arguments.config.stem().concat(".h5") : arguments.output;
  Run job(arguments, output, shard);
  if (by_default) fs::create_directories("results");
  return job.go(limit);
}

} // namespace iptwsim::app
