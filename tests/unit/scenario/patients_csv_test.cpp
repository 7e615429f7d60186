#include <filesystem>
#include <fstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "cohort/csv.hpp"
#include "cohort/csv_text.hpp"
#include "support/mechanisms.hpp"

namespace iptwsim {
namespace {

using namespace test;

TEST(PatientsCsv, ByHand) {
  SimulatedPatients const patients{.covariate_names = {"size, cm", "stage", "age"},
                                   .covariates = {{"age", {{61, 0.1}, {}}},
                                                  {"size, cm", {{-2, 2e-300}, {}}},
                                                  {"stage", {{1, 0}, {"a \"b\"", "II"}}}},
                                   .treated = {1, 0},
                                   .score = {0.5, 0.25},
                                   .endpoints = {{"os", {1.5, 2}, {1, 0}}, {"pfs", {0, 12}, {0, 1}}}};
  EXPECT_EQ(patients_csv(patients), "\"size, cm\",stage,age,treatment,true_score,os_time,os_event,pfs_time,pfs_event\n"
                                    "-2,II,61,1,0.5,1.5,1,0,0\n"
                                    "2.0000000000000001e-300,\"a \"\"b\"\"\",0.10000000000000001,0,0.25,2,0,12,1\n");
}

TEST(PatientsCsv, IsReadBackBitForBit) {
  SimulatedPatients const patients = simulate(mechanism_of(confounded()), 200, {.seed = 3});
  std::filesystem::path const file = std::filesystem::path(testing::TempDir()) / "iptwsim_patients_csv_test.csv";
  std::ofstream(file) << patients_csv(patients);
  CsvTable const table = read_csv(file);
  std::filesystem::remove(file);
  ASSERT_EQ(table.rows(), 200U);
  EXPECT_THAT(table.header(), testing::ElementsAre("age", "size", "stage", "male", "treatment", "true_score", "os_time",
                                                   "os_event", "pfs_time", "pfs_event"));
  for (std::size_t i = 0; i < 200; ++i) {
    EXPECT_EQ(read_cell(table.cell(i, 0)).value, patients.covariates.at("age").values[i]);
    EXPECT_EQ(read_cell(table.cell(i, 1)).value, patients.covariates.at("size").values[i]);
    TermSource const& stage = patients.covariates.at("stage");
    EXPECT_EQ(table.cell(i, 2), stage.levels[static_cast<std::size_t>(stage.values[i])]);
    EXPECT_EQ(read_cell(table.cell(i, 4)).value, patients.treated[i]);
    EXPECT_EQ(read_cell(table.cell(i, 5)).value, patients.score[i]);
    EXPECT_EQ(read_cell(table.cell(i, 6)).value, patients.endpoints[0].time[i]);
    EXPECT_EQ(read_cell(table.cell(i, 9)).value, patients.endpoints[1].event[i]);
  }
}

} // namespace
} // namespace iptwsim
