// iptwsim: bootstrap and simulation of IPTW survival comparisons. Parses the command line, maps errors to exit codes.

#include <cstdio>
#include <exception>
#include <new>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include "app/commands.hpp"
#include "core/version.hpp"
#include "kernels/isa.hpp"

namespace {

using namespace iptwsim;

constexpr char const* footer =
    "Exit codes: 0 ok, 1 different (diff), 64 usage, 65 data, 66 no input, 70 internal, 73 cannot write, "
    "75 stopped or incomplete, 78 config.";

std::string joined(int argc, char** argv) {
  std::string line;
  for (int i = 0; i < argc; ++i) line += (i ? " " : "") + std::string(argv[i]);
  return line;
}

ExitCode dispatch(int argc, char** argv) {
  CLI::App cli{"Bootstrap and simulation of IPTW survival comparisons", "iptwsim"};
  cli.set_version_flag("--version", fmt::format("iptwsim {} (results version {})", program_version, results_version));
  cli.require_subcommand(1);
  cli.footer(footer);

  app::RunArguments run_arguments{.command_line = joined(argc, argv)};
  bool force = false, quiet = false, resume = false, partial = false, list_keys = false;
  auto* run = cli.add_subcommand("run", "run a config; prints its tables and writes a result file");
  run->add_option("CONFIG", run_arguments.config, "YAML config")->required();
  run->add_option("-o,--output", run_arguments.output, "result file (default: results/<config name>.h5)");
  run->add_option("-j,--threads", run_arguments.threads,
                  "threads (default: SLURM_CPUS_PER_TASK, else the processors allowed)")
      ->check(CLI::Range(1, 4096));
  run->add_option("--set", run_arguments.settings, "KEY=VALUE in place of what the config says; can be repeated")
      ->allow_extra_args(false);
  run->add_flag("--resume", resume, "compute what no part in OUT.h5.parts holds");
  run->add_option("--shard", run_arguments.shard,
                  "I/N: compute this share of the work; auto: as Slurm numbers the task");
  run->add_option(
      "--time-limit", run_arguments.time_limit,
      "stop in time, resumable: seconds, 45m, 36h, 2d or HH:MM:SS (default: the end of Slurm's job, if any)");
  run->add_option("--flush", run_arguments.flush_interval, "how often finished work is put on disk")
      ->capture_default_str();
  std::string isa;
  run->add_option("--isa", isa, "instruction set: baseline, avx2 or avx512 (default: the processor's best; equal bits)")
      ->check(CLI::IsMember({"baseline", "avx2", "avx512"}));
  run->add_flag("--force", force, "overwrite an existing result");
  run->add_flag("--quiet", quiet, "print nothing but errors");

  app::MergeArguments merge_arguments{.command_line = run_arguments.command_line};
  auto* merge = cli.add_subcommand("merge", "put parts together to one result, as an undivided run writes it");
  merge->add_option("PARTS", merge_arguments.inputs, "parts, and folders of parts: OUT.h5.parts")->required();
  auto* merged = merge->add_option("-o,--output", merge_arguments.output, "result file");
  merge->add_option("--config", merge_arguments.config, "where the config is, if it has moved");
  merge->add_option("--missing", merge_arguments.missing_of, "merge nothing: print which of N shards lack something")
      ->type_name("N")
      ->check(CLI::Range(1, 1000000))
      ->excludes(merged);
  merge->add_flag("--partial", partial, "merge what is there, marked as partial");
  merge->add_flag("--force", force, "overwrite an existing result");
  merge->add_flag("--quiet", quiet, "print nothing but errors");

  std::string config, result, other, format = "text";
  auto* validate = cli.add_subcommand("validate", "check a config and its data; reports every problem at once");
  auto* keys =
      validate->add_flag("--keys", list_keys, "print every key of a config with its type, default and meaning");
  validate->add_option("CONFIG", config, "YAML config")->excludes(keys);
  std::vector<std::string> settings;
  validate->add_option("--set", settings, "KEY=VALUE in place of what the config says; can be repeated")
      ->allow_extra_args(false);
  int plan_threads = 0, plan_shards = 0;
  auto* plan = cli.add_subcommand("plan", "say what a config computes, how long that takes and how big it gets");
  plan->add_option("CONFIG", config, "YAML config")->required();
  plan->add_option("-j,--threads", plan_threads, "threads of the run (default: as run)")->check(CLI::Range(1, 4096));
  plan->add_option("--shards", plan_shards, "say how long that many shards take (default: 10 and 100)")
      ->check(CLI::Range(1, 1000000));
  plan->add_option("--set", settings, "KEY=VALUE in place of what the config says; can be repeated")
      ->allow_extra_args(false);
  app::ReplayArguments replay_arguments;
  auto* replay = cli.add_subcommand("replay", "one simulated cohort of a result again; can write its data set");
  replay->add_option("RESULT", replay_arguments.result, "result file")->required();
  replay->add_option("--scenario", replay_arguments.scenario, "its name, or its number from 1");
  replay->add_option("--cohort", replay_arguments.cohort, "number of the simulated cohort, from 1")->required();
  replay->add_option("--replicate", replay_arguments.replicate, "one bootstrap replicate of it, from 1");
  replay->add_option("--csv", replay_arguments.csv, "write its patients here, and beside it a config that reads them");
  replay->add_option(
      "--folder", replay_arguments.folder,
      "of cohorts drawn from a real one: the folder of the config, which the real one's file is found from");
  auto* show = cli.add_subcommand("show", "print a result");
  show->add_option("RESULT", result, "result file")->required();
  show->add_option("--format", format, "text, csv or json")->check(CLI::IsMember({"text", "csv", "json"}));
  std::string kind = "csv";
  auto* init = cli.add_subcommand("init", "print a commented config to start from");
  init->add_option("KIND", kind, "csv, simulation, sweep or plasmode")
      ->check(CLI::IsMember({"csv", "simulation", "sweep", "plasmode"}));
  auto* diff = cli.add_subcommand("diff", "compare two results outside /provenance; exit 1 at the first difference");
  diff->add_option("A", result, "result file")->required();
  diff->add_option("B", other, "result file")->required();

  try {
    cli.parse(argc, argv);
  } catch (CLI::ParseError const& error) {
    return cli.exit(error) == 0 ? ExitCode::ok : ExitCode::usage;
  }
  if (!isa.empty()) choose_isa(require_isa(isa));
  run_arguments.existing = force ? app::Existing::overwrite : app::Existing::keep;
  run_arguments.verbosity = quiet ? app::Verbosity::quiet : app::Verbosity::normal;
  run_arguments.start = resume ? app::Start::resume : app::Start::anew;
  run_arguments.program = merge_arguments.program = argv[0];
  merge_arguments.existing = run_arguments.existing;
  merge_arguments.verbosity = run_arguments.verbosity;
  merge_arguments.incomplete = partial ? app::Incomplete::merge : app::Incomplete::refuse;
  if (run->parsed()) return app::run(run_arguments);
  if (merge->parsed() && merge_arguments.output.empty() && merge_arguments.missing_of == 0) {
    fmt::print(stderr, "merge needs -o OUT.h5, or --missing N\n");
    return ExitCode::usage;
  }
  if (merge->parsed()) return app::merge(merge_arguments);
  if (plan->parsed()) return app::plan(config, settings, plan_threads, plan_shards);
  if (replay->parsed()) return app::replay(replay_arguments);
  if (init->parsed()) return app::init(kind);
  if (list_keys) return app::print_keys();
  if (validate->parsed() && config.empty()) {
    fmt::print(stderr, "validate needs a CONFIG, or --keys\n");
    return ExitCode::usage;
  }
  if (validate->parsed()) return app::validate(config, settings);
  if (show->parsed()) return app::show(result, format);
  return app::diff(result, other);
}

} // namespace

int main(int argc, char** argv) {
  auto const fail = [](std::string const& text, ExitCode code) {
    fmt::print(stderr, "{}\n", text);
    return static_cast<int>(code);
  };
  try {
    ExitCode const code = dispatch(argc, argv);
    if (std::fflush(stdout) != 0 || std::ferror(stdout) != 0) {
      return fail("iptwsim: cannot write to the standard output (is the disk full?)", ExitCode::cannot_write);
    }
    return static_cast<int>(code);
  } catch (Error const& error) {
    return fail(error.what(), error.code());
  } catch (std::bad_alloc const&) {
    return fail("iptwsim: out of memory; use a machine with more, or fewer replicates", ExitCode::internal);
  } catch (std::exception const& error) {
    return fail(
        fmt::format("iptwsim: internal error: {}\nThis is a mistake in iptwsim; please report it with the config.",
                    error.what()),
        ExitCode::internal);
  }
}
