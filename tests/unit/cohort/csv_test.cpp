// What read_csv accepts and what it says about the rest.

#include <algorithm>
#include <array>
#include <random>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "cohort/csv.hpp"
#include "cohort/csv_text.hpp"
#include "core/error.hpp"
#include "unit/cohort/temporary_file.hpp"

namespace iptwsim {
namespace {

using testing::ElementsAre;

std::vector<std::string> row(CsvTable const& table, std::size_t i) {
  std::vector<std::string> cells;
  for (std::size_t j = 0; j < table.columns(); ++j) cells.emplace_back(table.cell(i, j));
  return cells;
}

CsvTable read(std::string_view content) { return read_csv(test::TemporaryFile("t.csv", content).path()); }

/// The text of the error, after its exit code.
std::string error_of(std::string_view content) {
  test::TemporaryFile const file("t.csv", content);
  try {
    read_csv(file.path());
  } catch (Error const& error) {
    return std::to_string(static_cast<int>(error.code())) + " " + file.short_names(error.what());
  }
  return "no error";
}

TEST(Csv, PlainFile) {
  CsvTable const table = read("age,arm\n63,1\n51,0\n");
  EXPECT_THAT(table.header(), ElementsAre("age", "arm"));
  ASSERT_EQ(table.rows(), 2U);
  EXPECT_THAT(row(table, 0), ElementsAre("63", "1"));
  EXPECT_THAT(row(table, 1), ElementsAre("51", "0"));
  EXPECT_EQ(table.bytes(), 18U);
  EXPECT_EQ(table.find("arm"), 1U);
  EXPECT_EQ(table.find("ar"), std::nullopt);
}

TEST(Csv, LastLineWithoutEnd) { EXPECT_THAT(row(read("a,b\n1,2"), 0), ElementsAre("1", "2")); }

TEST(Csv, EmptyCellAtTheEndOfTheFile) { EXPECT_THAT(row(read("a,b\n1,"), 0), ElementsAre("1", "")); }

TEST(Csv, LineEndsOfEveryKind) {
  for (std::string const end : {"\n", "\r\n", "\r"}) {
    CsvTable const table = read("a,b" + end + "1,2" + end + end + "3,4" + end);
    ASSERT_EQ(table.rows(), 2U);
    EXPECT_THAT(row(table, 1), ElementsAre("3", "4"));
    EXPECT_EQ(table.line(0), 2);
    EXPECT_EQ(table.line(1), 4);
  }
}

TEST(Csv, ByteOrderMark) {
  EXPECT_THAT(read("\xef\xbb\xbf"
                   "a,b\n1,2\n")
                  .header(),
              ElementsAre("a", "b"));
}

TEST(Csv, BlankLinesAreSkippedAndCounted) {
  CsvTable const table = read("\n  \na,b\n\n1,2\n \t \n3,4\n\n\n");
  ASSERT_EQ(table.rows(), 2U);
  EXPECT_EQ(table.line(0), 5);
  EXPECT_EQ(table.line(1), 7);
}

TEST(Csv, QuotedCells) {
  CsvTable const table =
      read("\"the name\",b\r\n\"a, \"\"b\"\"\",\"two\r\nlines\"\r\n \"x\" , y z \r\n\"\",\"\"\"\"\r\n");
  EXPECT_THAT(table.header(), ElementsAre("the name", "b"));
  ASSERT_EQ(table.rows(), 3U);
  EXPECT_THAT(row(table, 0), ElementsAre("a, \"b\"", "two\r\nlines"));
  EXPECT_THAT(row(table, 1), ElementsAre("x", "y z"));
  EXPECT_THAT(row(table, 2), ElementsAre("", "\""));
  EXPECT_EQ(table.line(1), 4); // the line break inside the quotes is counted
}

TEST(Csv, BlanksInsideQuotesStay) { EXPECT_THAT(row(read("a\n\" x \"\n"), 0), ElementsAre(" x ")); }

TEST(Csv, AQuotedEmptyCellIsARow) { EXPECT_EQ(read("a\n\"\"\n\n1\n").rows(), 2U); }

TEST(Csv, AQuoteInsideATextIsText) { EXPECT_THAT(row(read("a,b\n5\" scar,1\n"), 0), ElementsAre("5\" scar", "1")); }

TEST(Csv, EmptyFile) {
  EXPECT_EQ(error_of(""), "65 t.csv: the file is empty, check that this is the right file");
  EXPECT_EQ(error_of("\n\n"), "65 t.csv: the file is empty, check that this is the right file");
  EXPECT_EQ(error_of("\xef\xbb\xbf"), "65 t.csv: the file is empty, check that this is the right file");
}

TEST(Csv, HeaderOnly) {
  EXPECT_EQ(error_of("a,b\n"), "65 t.csv: no patients (nothing follows the header), check that this is the right file");
}

TEST(Csv, RaggedRows) {
  EXPECT_EQ(error_of("a,b,c\n1,2\n1,2,3\n\n1,2,3,4\n1\n"),
            "65 t.csv:2: 2 cells instead of 3 (the header names 3), add the cells that lack\n"
            "t.csv:5: 4 cells instead of 3 (the header names 3), put quotes around a text with a comma in it\n"
            "t.csv:6: 1 cell instead of 3 (the header names 3), add the cells that lack");
}

TEST(Csv, ManyProblemsAreCounted) {
  std::string content = "a,b\n";
  for (int i = 0; i < 1000; ++i) content += "1\n";
  std::string const error = error_of(content);
  EXPECT_EQ(std::count(error.begin(), error.end(), '\n'), 20);
  EXPECT_THAT(error, testing::EndsWith("\nt.csv: and 980 more problems"));
}

TEST(Csv, Header) {
  EXPECT_EQ(error_of("\"\",age,age\n1,2,3\n"),
            "65 t.csv:1: column 1 has no name (columns are found by their names), name it, or leave out row names "
            "(row.names = FALSE in R, index=False in pandas)\n"
            "t.csv:1: columns 2 and 3 are both named \"age\" (a name must mean one column), rename one of them");
  EXPECT_EQ(error_of("gr\xf6\xdf"
                     "e,b\n1,2\n"),
            "65 t.csv:1: the name of column 1 is not UTF-8 (it would print as garbage), save the file as UTF-8");
}

TEST(Csv, OtherSeparators) {
  EXPECT_EQ(error_of("a;b\n1,5;2\n"),
            "65 t.csv:1: the cells are separated by semicolons (only commas are read), save it "
            "as CSV separated by commas, with decimal points");
  EXPECT_EQ(error_of("a\tb\n1\t2\n"),
            "65 t.csv:1: the cells are separated by tabs (only commas are read), save it as CSV "
            "separated by commas, with decimal points");
}

TEST(Csv, Quotes) {
  EXPECT_EQ(error_of("a,b\n1,2\n3,\"4\n5,6\n"),
            "65 t.csv:3: a quote is opened and never closed (the rest of the file "
            "would be one cell), close it, or double a quote that is part of the text");
  EXPECT_EQ(error_of("a,b\n1,\"2\"3\n"),
            "65 t.csv:2: text follows a closing quote (a cell in quotes ends with its quote), "
            "double a quote that is part of the text");
}

TEST(Csv, NotText) {
  EXPECT_EQ(error_of("PK\x03\x04..."),
            "65 t.csv: the file is a workbook or a ZIP archive (plain text is needed), save the "
            "sheet as CSV (UTF-8)");
  EXPECT_EQ(error_of("\xff\xfe"
                     "a"),
            "65 t.csv: the file is UTF-16 (plain text is needed), save it as UTF-8");
  EXPECT_EQ(error_of(std::string_view("a,b\n1,\0\n", 8)),
            "65 t.csv: the file holds a zero byte (plain text is needed), check "
            "that this is the right file");
}

TEST(Csv, MissingFileAndFolder) {
  test::TemporaryFile const file("t.csv", "");
  for (auto const& [path, reason] :
       {std::pair{file.folder() / "no.csv", "No such file or directory"}, std::pair{file.folder(), "it is a folder"}}) {
    try {
      read_csv(path);
      FAIL();
    } catch (Error const& error) {
      EXPECT_EQ(error.code(), ExitCode::no_input);
      EXPECT_EQ(error.what(), path.string() + ": cannot be read (" + reason + "), check the path");
    }
  }
}

TEST(Csv, HundredThousandRandomRowsComeBack) {
  std::mt19937_64 engine(20210908);
  std::array const texts{"plain", "", "with, comma", "with \"quotes\"", "two\nlines", " blanks ", "caf\u00e9", "\r\n"};
  std::vector<std::vector<std::string>> source;
  std::string content = "a,b,c,d\r\n";
  for (int i = 0; i < 100000; ++i) {
    std::vector<std::string> cells;
    for (int j = 0; j < 4; ++j) {
      std::string cell = texts[engine() % texts.size()];
      if (engine() % 2 == 0) cell = std::to_string(static_cast<double>(engine() >> 40) / 64);
      bool const plain = cell.find_first_of(" ,\"\r\n") == std::string::npos && engine() % 4 != 0;
      std::string escaped;
      for (char const c : cell) escaped += c == '"' ? std::string{"\"\""} : std::string{c};
      content += (j == 0 ? "" : ",") + (plain ? cell : "\"" + escaped + "\"");
      cells.push_back(cell);
    }
    content += engine() % 2 == 0 ? "\n" : "\r\n";
    source.push_back(cells);
  }
  CsvTable const table = read(content);
  ASSERT_EQ(table.rows(), source.size());
  for (std::size_t i = 0; i < source.size(); ++i) ASSERT_EQ(row(table, i), source[i]) << "row " << i;
}

TEST(CsvText, Cells) {
  for (char const* text : {"", " ", "NA", " NA ", "."}) EXPECT_EQ(read_cell(text).kind, CellKind::missing) << text;
  for (char const* text : {"NaN", "nan", "Inf", "-inf", "1e999"})
    EXPECT_EQ(read_cell(text).kind, CellKind::non_finite) << text;
  for (char const* text : {"a", "1,5", "0x10", "1 2", "12a", "-", "+", "+-1", "1e", "TRUE", "n/a", "--1", "1_0"}) {
    EXPECT_EQ(read_cell(text).kind, CellKind::text) << text;
  }
  for (auto const& [text, value] : {std::pair{"63", 63.0},
                                    {" 010 ", 10.0},
                                    {"-1.5e-3", -1.5e-3},
                                    {"1E5", 1e5},
                                    {"+2", 2.0},
                                    {".5", 0.5},
                                    {"5.", 5.0},
                                    {"0.1", 0.1},
                                    {"1826.25", 1826.25}}) {
    EXPECT_EQ(read_cell(text).kind, CellKind::number) << text;
    EXPECT_EQ(read_cell(text).value, value) << text;
  }
}

TEST(CsvText, Utf8) {
  for (char const* text : {"", "abc", "\xc3\xa9", "\xe2\x82\xac", "\xf0\x9f\x98\x80"})
    EXPECT_TRUE(is_utf8(text)) << text;
  for (char const* text : {"\xe9", "\xc0\xaf", "\xed\xa0\x80", "\xf4\x90\x80\x80", "\xe2\x82", "\x80"}) {
    EXPECT_FALSE(is_utf8(text));
  }
}

TEST(CsvText, InQuotes) {
  EXPECT_EQ(in_quotes("a\tb\xe9"), "\"a?b?\"");
  EXPECT_EQ(in_quotes(std::string(50, 'x')), "\"" + std::string(40, 'x') + "...\"");
}

} // namespace
} // namespace iptwsim
