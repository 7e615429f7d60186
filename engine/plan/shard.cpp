#include "plan/shard.hpp"

#include <algorithm>
#include <utility>

#include "core/error.hpp"

namespace iptwsim {
namespace {

bool need_the_same(Block const& a, Block const& b) { return a.kind == b.kind && a.scenario == b.scenario; }

/// Costs of the last stage's blocks. Blocks of one group need the same earlier blocks.
class LastStage {
public:
  explicit LastStage(Work const& work) : first_(work.stages().back()) {
    auto const& blocks = work.blocks();
    std::vector<double> earlier(first_);
    for (std::uint32_t b = 0; b < first_; ++b) earlier[b] = work.cost(blocks[b]);
    std::vector<std::uint32_t> needs;
    cost_.reserve(blocks.size() - first_);
    group_.reserve(blocks.size() - first_);
    for (std::size_t b = first_; b < blocks.size(); ++b) {
      if (b == first_ || !need_the_same(blocks[b - 1], blocks[b])) {
        auto next = work.needs(blocks[b]);
        if (b == first_ || next != needs) {
          needs = std::move(next);
          double sum = 0;
          for (std::uint32_t const need : needs) sum += earlier[need];
          needs_cost_.push_back(sum);
        }
      }
      cost_.push_back(work.cost(blocks[b]));
      group_.push_back(static_cast<std::uint32_t>(needs_cost_.size() - 1));
    }
  }

  std::uint32_t size() const { return static_cast<std::uint32_t>(cost_.size()); }

  /// What block b adds to a shard that began at `begin`. (Groups that share some of their needs count these twice.)
  double added(std::uint32_t b, std::uint32_t begin) const {
    bool const known = b > begin && group_[b - 1] == group_[b];
    return cost_[b] + (known ? 0 : needs_cost_[group_[b]]);
  }

  double largest() const {
    double most = 0;
    for (std::uint32_t b = 0; b < size(); ++b) most = std::max(most, added(b, b));
    return most;
  }
  double total() const {
    double sum = 0;
    for (std::uint32_t b = 0; b < size(); ++b) sum += added(b, 0);
    return sum;
  }

  /// Fills each shard up to `most`, but leaves one block for each that follows. Empty when `count` do not suffice.
  std::vector<std::uint32_t> fill(double most, std::uint32_t count) const {
    std::vector<std::uint32_t> starts{0};
    std::uint32_t b = 0;
    for (std::uint32_t shard = 1; shard <= count; ++shard) {
      std::uint32_t const begin = b, later = count - shard;
      double sum = 0;
      for (; b < size(); ++b) {
        double const more = added(b, begin);
        bool const others_wait = size() - b <= later;
        if (b > begin && (sum + more > most || others_wait)) break;
        sum += more;
      }
      starts.push_back(b);
    }
    return b == size() ? starts : std::vector<std::uint32_t>{};
  }

private:
  std::uint32_t first_;
  std::vector<double> cost_, needs_cost_; // of blocks; of groups
  std::vector<std::uint32_t> group_;      // by block
};

} // namespace

std::vector<std::uint32_t> shard_starts(Work const& work, std::uint32_t count) {
  IPTWSIM_EXPECTS(count > 0);
  LastStage const stage(work);
  double low = std::max(stage.largest(), stage.total() / count); // nothing less suffices
  double high = low;
  std::vector<std::uint32_t> best = stage.fill(high, count);
  while (best.empty()) best = stage.fill(high += std::max(stage.largest(), high / 8), count);
  while (high - low > low / 1000) {
    double const middle = (low + high) / 2;
    auto starts = stage.fill(middle, count);
    (starts.empty() ? low : high) = middle;
    if (!starts.empty()) best = std::move(starts);
  }
  for (std::uint32_t& start : best) start += work.stages().back();
  return best;
}

std::vector<double> shard_costs(Work const& work, std::uint32_t count) {
  auto const starts = shard_starts(work, count);
  auto const& blocks = work.blocks();
  std::vector<std::uint32_t> last_to_need(work.stages().back(), count);
  std::vector<double> costs(count, 0.0);
  for (std::uint32_t k = 0; k < count; ++k) {
    for (std::uint32_t b = starts[k]; b < starts[k + 1]; ++b) {
      costs[k] += work.cost(blocks[b]);
      if (b > starts[k] && need_the_same(blocks[b - 1], blocks[b])) continue;
      for (std::uint32_t const need : work.needs(blocks[b])) {
        if (std::exchange(last_to_need[need], k) != k) costs[k] += work.cost(blocks[need]);
      }
    }
  }
  return costs;
}

std::vector<std::uint32_t> shard_blocks(Work const& work, Shard shard) {
  IPTWSIM_EXPECTS(shard.index >= 1 && shard.index <= shard.count);
  auto const starts = shard_starts(work, shard.count);
  std::vector<char> mine(work.blocks().size(), 0), needed(work.stages().back(), 0);
  for (std::uint32_t b = starts.front(); b < starts.back(); ++b) {
    bool const is_mine = starts[shard.index - 1] <= b && b < starts[shard.index];
    if (is_mine) mine[b] = 1;
    if (!is_mine && shard.index > 1) continue;
    bool const seen =
        b > starts.front() && b != starts[shard.index - 1] && need_the_same(work.blocks()[b - 1], work.blocks()[b]);
    if (seen) continue;
    for (std::uint32_t const need : work.needs(work.blocks()[b])) {
      needed[need] = 1;
      if (is_mine) mine[need] = 1;
    }
  }
  for (std::uint32_t b = 0; shard.index == 1 && b < needed.size(); ++b) {
    if (needed[b] == 0) mine[b] = 1; // nobody else would
  }
  std::vector<std::uint32_t> blocks;
  for (std::uint32_t b = 0; b < mine.size(); ++b) {
    if (mine[b] != 0) blocks.push_back(b);
  }
  return blocks;
}

} // namespace iptwsim
