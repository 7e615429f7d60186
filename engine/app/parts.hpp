#pragma once
// The parts of one run in OUT.h5.parts: what they hold, where new ones go, and what becomes of them at the end.

#include <filesystem>
#include <vector>

#include "app/job.hpp"
#include "results/part_folder.hpp"
#include "results/part_set.hpp"

namespace iptwsim::app {

class Parts {
public:
  /// The job must outlive this.
  Parts(Job const& job, std::filesystem::path const& output, results::Provenance provenance);

  std::filesystem::path const& folder() const { return folder_; }

  /// Throws Error cannot_write when there are any parts: to be gone on with, or of something else.
  void expect_none() const;
  /// Throws Error cannot_write when a part there is of another config, seed or cohort; looks at one of them.
  void expect_no_others() const;
  /// Reads what the parts hold. Bad parts, and those of another version, are set aside, which is said on stderr. Throws
  /// Error cannot_write when a part is of another config, seed or cohort.
  void read();
  /// Removes all parts, whatever they are.
  void remove_all() const;

  results::PartSet& held() { return held_; }

  /// Writes a part; makes the folder when it is not there. May be called by another thread while nothing else is.
  void write(std::vector<Slab> slabs);
  /// What write() has written, and what was never written, is held from now on.
  void hold_new(std::vector<Slab> unwritten);
  /// Reads again what is there, keeping what was never written: somebody has removed parts, or damaged them.
  void read_again();
  /// Writes what was not written.
  void write_rest();
  /// After a failure: writes it if that is possible, and says whether any part is there. Leaves no empty folder.
  bool save_rest() noexcept;

  /// The result was there already: what is left of its own run goes; anything else stays.
  void remove_finished();
  /// The result is in place: removes the parts that went into it, and what killed runs left beside it.
  void remove_used() const;

private:
  void check_others(results::PartIndex const& part) const;
  void set_aside(std::filesystem::path const& file, Problem const& problem) const;

  Job const& job_;
  std::filesystem::path output_, folder_;
  results::PartIdentity identity_;
  results::Provenance provenance_;
  results::PartSet held_;
  std::vector<results::PartIndex> written_;
};

/// What part files remember of how they came to be: how to go on when some are missing.
results::Provenance part_provenance(results::Provenance provenance, std::filesystem::path const& config,
                                    std::vector<std::string> const& settings, std::string const& shard);

} // namespace iptwsim::app
