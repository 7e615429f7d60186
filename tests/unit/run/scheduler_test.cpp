// Every case of `--shard auto`, and of times as people and Slurm write them.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/error.hpp"
#include "run/scheduler.hpp"

namespace iptwsim::test {
namespace {

using ::testing::HasSubstr;

std::string shown(Shard shard) { return std::to_string(shard.index) + "/" + std::to_string(shard.count); }

std::string automatic(Environment const& environment) {
  try {
    return shown(parse_shard("auto", environment));
  } catch (Error const& error) {
    EXPECT_EQ(error.code(), ExitCode::usage);
    return error.what();
  }
}

Environment array(std::string const& id, std::string const& min, std::string const& max, std::string const& count,
                  std::string const& step) {
  return {{"SLURM_JOB_ID", "77"},         {"SLURM_ARRAY_JOB_ID", "77"},  {"SLURM_ARRAY_TASK_ID", id},
          {"SLURM_ARRAY_TASK_MIN", min},  {"SLURM_ARRAY_TASK_MAX", max}, {"SLURM_ARRAY_TASK_COUNT", count},
          {"SLURM_ARRAY_TASK_STEP", step}};
}

Environment with(Environment environment, Environment const& more) {
  for (auto const& [key, value] : more) environment[key] = value;
  return environment;
}

TEST(ShardAuto, TasksOfSrun) {
  EXPECT_EQ(automatic({{"SLURM_PROCID", "0"}, {"SLURM_STEP_NUM_TASKS", "4"}, {"SLURM_NTASKS", "4"}}), "1/4");
  EXPECT_EQ(automatic({{"SLURM_PROCID", "3"}, {"SLURM_STEP_NUM_TASKS", "4"}}), "4/4");
  EXPECT_EQ(automatic({{"SLURM_PROCID", "0"}, {"SLURM_STEP_NUM_TASKS", "1"}}), "1/1");
}

TEST(ShardAuto, TasksOfAnArray) {
  EXPECT_EQ(automatic(array("0", "0", "7", "8", "1")), "1/8");
  EXPECT_EQ(automatic(array("8", "1", "8", "8", "1")), "8/8");
  EXPECT_EQ(automatic(array("7", "3", "11", "3", "4")), "2/3"); // --array=3-11:4
  EXPECT_EQ(automatic(array("5", "5", "5", "1", "1")), "1/1");
  EXPECT_EQ(automatic(array("6", "0", "7", "8", "")), "7/8"); // a step of 1 may go unsaid
}

TEST(ShardAuto, ArrayTimesSrun) {
  auto const task = with(array("2", "1", "3", "3", "1"), {{"SLURM_PROCID", "1"}, {"SLURM_STEP_NUM_TASKS", "4"}});
  EXPECT_EQ(automatic(task), "6/12");
  auto const last = with(array("3", "1", "3", "3", "1"), {{"SLURM_PROCID", "3"}, {"SLURM_STEP_NUM_TASKS", "4"}});
  EXPECT_EQ(automatic(last), "12/12");
  // The batch script of an array task has SLURM_PROCID, and no step of srun.
  EXPECT_EQ(automatic(with(array("2", "1", "3", "3", "1"), {{"SLURM_PROCID", "0"}, {"SLURM_NTASKS", "4"}})), "2/3");
}

TEST(ShardAuto, NothingIsGuessed) {
  EXPECT_THAT(automatic({}), HasSubstr("this is no task of Slurm"));
  EXPECT_THAT(automatic({{"SLURM_JOB_ID", "7"}, {"SLURM_NTASKS", "2"}, {"SLURM_PROCID", "0"}}),
              HasSubstr("neither srun nor a job array"));
  EXPECT_THAT(automatic(array("3", "3", "7", "2", "1")), HasSubstr("gaps")); // --array=3,7
  EXPECT_THAT(automatic(array("4", "0", "8", "4", "2")), HasSubstr("gaps")); // --array=0-6:2,8 and the like
  EXPECT_THAT(automatic(array("9", "0", "7", "8", "1")), HasSubstr("not in its own array"));
  EXPECT_THAT(automatic(array("4", "3", "11", "3", "4")), HasSubstr("not in its own array"));
  EXPECT_THAT(automatic(array("x", "0", "7", "8", "1")), HasSubstr("SLURM_ARRAY_TASK_ID is `x`"));
  EXPECT_THAT(automatic({{"SLURM_ARRAY_TASK_ID", "1"}}), HasSubstr("SLURM_ARRAY_TASK_MIN is not set"));
  EXPECT_THAT(automatic({{"SLURM_STEP_NUM_TASKS", "2"}}), HasSubstr("SLURM_PROCID is not set"));
  EXPECT_THAT(automatic({{"SLURM_PROCID", "2"}, {"SLURM_STEP_NUM_TASKS", "2"}}), HasSubstr("not below"));
  EXPECT_THAT(automatic(with(array("0", "0", "7", "8", "1"), {{"OMPI_COMM_WORLD_SIZE", "2"}})), HasSubstr("mpirun"));
  EXPECT_THAT(automatic({{"PBS_ARRAY_INDEX", "2"}}), HasSubstr("give --shard I/N"));
}

TEST(Shard, IsWrittenIOfN) {
  EXPECT_EQ(shown(parse_shard("3/8", {})), "3/8");
  EXPECT_EQ(shown(parse_shard("1/1", array("2", "1", "3", "3", "1"))), "1/1"); // what is said holds
  for (std::string const text :
       {"", "3", "0/8", "9/8", "3/0", "-1/8", "3/8/2", "a/8", "3/", "/8", "3 /8", "1.5/8", "1/2000000", "Auto"}) {
    EXPECT_THROW(parse_shard(text, {}), Error) << text;
  }
}

TEST(ArrayTask, IsSaidWhenItRunsTheWholePlan) {
  EXPECT_THAT(array_note(array("2", "1", "3", "3", "1")), HasSubstr("task 2 of a job array runs the whole plan"));
  EXPECT_EQ(array_note({{"SLURM_PROCID", "1"}, {"SLURM_STEP_NUM_TASKS", "4"}}), "");
  EXPECT_EQ(array_note({}), "");
}

TEST(JobTimeLeft, IsWhatTheSchedulerSays) {
  std::chrono::system_clock::time_point const now(std::chrono::seconds(1000000));
  EXPECT_EQ(job_time_left({{"SLURM_JOB_END_TIME", "1003600"}}, now), std::chrono::hours(1));
  EXPECT_EQ(job_time_left({}, now), std::nullopt);
  EXPECT_EQ(job_time_left({{"SLURM_JOB_END_TIME", "soon"}}, now), std::nullopt);
  EXPECT_EQ(job_time_left({{"SLURM_JOB_END_TIME", "999999"}}, now), std::nullopt); // a wrong clock ends no run
}

TEST(Duration, AsPeopleAndSlurmWriteIt) {
  auto const seconds = [](std::string const& text) { return parse_duration(text, "--time-limit").count(); };
  EXPECT_EQ(seconds("90"), 90);
  EXPECT_EQ(seconds("0.5"), 0.5);
  EXPECT_EQ(seconds("90s"), 90);
  EXPECT_EQ(seconds("45m"), 2700);
  EXPECT_EQ(seconds("1.5h"), 5400);
  EXPECT_EQ(seconds("2d"), 172800);
  EXPECT_EQ(seconds("10:30"), 630);
  EXPECT_EQ(seconds("02:00:05"), 7205);
  EXPECT_EQ(seconds("1-12"), 129600);
  EXPECT_EQ(seconds("1-12:30"), 131400);
  EXPECT_EQ(seconds("1-00:00:01"), 86401);
  for (std::string const text : {"", "h", "-5", "1h30", "1:2:3:4", "1-", "-", "a:b", "nan", "1e9", "5 m", "1-2-3"}) {
    EXPECT_THROW(seconds(text), Error) << text;
  }
}

} // namespace
} // namespace iptwsim::test
