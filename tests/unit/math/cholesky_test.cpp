#include <vector>

#include "accuracy.hpp"
#include "math/cholesky.hpp"

namespace iptwsim::test {
namespace {

using Matrix = std::vector<double>;

// X'X of a design with n rows and p columns, row-major
Matrix gram(std::vector<std::vector<double>> const& columns) {
  std::size_t const p = columns.size();
  Matrix a(p * p);
  for (std::size_t i = 0; i < p; ++i) {
    for (std::size_t j = 0; j < p; ++j) {
      for (std::size_t row = 0; row < columns[0].size(); ++row) a[i * p + j] += columns[i][row] * columns[j][row];
    }
  }
  return a;
}

TEST(Cholesky, SolvesAHandComputedSystem) {
  Matrix a{4, 2, 2, 3}; // L(2,1) = 1/2, d = (4, 2)
  EXPECT_EQ(math::factorize(a.data(), 2), 0.0);
  EXPECT_EQ(a[0], 4.0);
  EXPECT_EQ(a[2], 0.5);
  EXPECT_EQ(a[3], 2.0);
  std::vector<double> x{10, 9}; // x = (1.5, 2)
  math::solve(a.data(), 2, x.data());
  EXPECT_EQ(x, (std::vector<double>{1.5, 2}));
  EXPECT_EQ(math::inverse_diagonal(a, 2), (std::vector<double>{0.375, 0.5})); // inverse {3, -2; -2, 4} / 8
}

TEST(Cholesky, SolvesRandomSystemsAndInverts) {
  Words words;
  for (int repeat = 0; repeat < 200; ++repeat) {
    std::size_t const p = 1 + words.next() % 8;
    std::vector<std::vector<double>> columns(p, std::vector<double>(20));
    for (auto& column : columns) {
      for (double& value : column) value = words.between(-1, 1);
    }
    Matrix const a = gram(columns);
    std::vector<double> truth(p);
    std::vector<double> x(p);
    for (double& value : truth) value = words.between(-3, 3);
    for (std::size_t i = 0; i < p; ++i) {
      for (std::size_t j = 0; j < p; ++j) x[i] += a[i * p + j] * truth[j];
    }
    Matrix factor = a;
    ASSERT_EQ(math::factorize(factor.data(), p), 0.0);
    math::solve(factor.data(), p, x.data());
    std::vector<double> const diagonal = math::inverse_diagonal(factor, p);
    for (std::size_t i = 0; i < p; ++i) {
      ASSERT_NEAR(x[i], truth[i], 1e-12);
      std::vector<double> unit(p);
      unit[i] = 1;
      math::solve(factor.data(), p, unit.data());
      ASSERT_NEAR(diagonal[i], unit[i], 1e-12 * diagonal[i]);
    }
  }
}

TEST(Cholesky, IgnoresAnAliasedColumn) {
  std::vector<double> const one{1, 1, 1, 1, 1};
  std::vector<double> const u{0.1, 0.7, -0.3, 1.9, 0.4};
  std::vector<double> const v{0.2, -0.5, 0.6, 0.1, -0.9};
  std::vector<double> both(5);
  for (std::size_t i = 0; i < 5; ++i) both[i] = 3 * u[i] - one[i];
  Matrix full = gram({one, u, both, v});
  Matrix reduced = gram({one, u, v});
  EXPECT_EQ(math::factorize(full.data(), 4), 1.0);
  EXPECT_EQ(math::factorize(reduced.data(), 3), 0.0);

  std::vector<double> x{1, 2, -7, 3};
  std::vector<double> y{1, 2, 3};
  math::solve(full.data(), 4, x.data());
  math::solve(reduced.data(), 3, y.data());
  EXPECT_EQ(x, (std::vector<double>{y[0], y[1], 0, y[2]}));

  std::vector<double> const inverse = math::inverse_diagonal(full, 4);
  std::vector<double> const expected = math::inverse_diagonal(reduced, 3);
  EXPECT_EQ(inverse[0], expected[0]);
  EXPECT_EQ(inverse[1], expected[1]);
  EXPECT_TRUE(std::isnan(inverse[2]));
  EXPECT_EQ(inverse[3], expected[2]);
}

TEST(Cholesky, DropsZeroAndUndefinedPivots) {
  Matrix a{0, 0, nan, 0, 2, 0, nan, 0, nan};
  EXPECT_EQ(math::factorize(a.data(), 3), 2.0);
  std::vector<double> x{5, 6, 7};
  math::solve(a.data(), 3, x.data());
  EXPECT_EQ(x, (std::vector<double>{0, 3, 0}));
}

TEST(Cholesky, TakesItsToleranceFromTheOptions) {
  Matrix const a{1, 1, 1, 1 + 1e-6};
  Matrix strict = a;
  Matrix loose = a;
  EXPECT_EQ(math::factorize(strict.data(), 2), 0.0);
  EXPECT_EQ(math::factorize(loose.data(), 2, {.tolerance = 1e-5}), 1.0);
}

/// 3 to 12 columns: lanes have code of their own for each number up to 10.
TEST(Cholesky, GivesEachLaneTheBitsOfDouble) {
  Words words;
  for (int repeat = 0; repeat < 500; ++repeat) {
    std::size_t const p = 3 + static_cast<std::size_t>(repeat % 10), rows = p + 2;
    std::vector<Lane4> lanes(p * p);
    std::vector<Lane4> x(p);
    std::vector<Matrix> alone;
    for (int lane = 0; lane < 4; ++lane) {
      std::vector<std::vector<double>> columns(p, std::vector<double>(rows));
      for (auto& column : columns) {
        for (double& value : column) value = words.between(-1, 1);
      }
      if (lane == 1) columns[2] = columns[0];
      if (lane == 2) columns[1] = std::vector<double>(rows, 0.0);
      alone.push_back(gram(columns));
      for (std::size_t i = 0; i < p * p; ++i) set_lane(lanes[i], lane, alone.back()[i]);
    }
    for (Lane4& value : x) value = Lane4(words.between(-1, 1), words.between(-1, 1), 0.5, -2);
    std::vector<Lane4> const right = x;
    Lane4 const dropped = math::factorize(lanes.data(), p);
    EXPECT_EQ(dropped.lane, (std::array<double, 4>{0, 1, 1, 0}));
    math::solve(lanes.data(), p, x.data());
    for (int lane = 0; lane < 4; ++lane) {
      Matrix& matrix = alone[static_cast<std::size_t>(lane)];
      math::factorize(matrix.data(), p);
      std::vector<double> y;
      for (Lane4 const& value : right) y.push_back(get_lane(value, lane));
      math::solve(matrix.data(), p, y.data());
      for (std::size_t i = 0; i < p; ++i) ASSERT_EQ(bits(get_lane(x[i], lane)), bits(y[i]));
    }
  }
}

} // namespace
} // namespace iptwsim::test
