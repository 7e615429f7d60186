#include "config/parse.hpp"

#include <optional>
#include <sstream>

#include <fmt/format.h>
#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/parser.h>

#include "cohort/csv_text.hpp"
#include "config/parse_error.hpp"
#include "config/source.hpp"

namespace iptwsim::config {
namespace {

/// Builds the tree from the library's events, which carry what its own nodes forget: keys given twice and aliases.
class TreeBuilder : public YAML::EventHandler {
public:
  TreeBuilder(Source const& source, Report& report, int number) : source_(source), report_(report), number_(number) {}

  /// The document just read.
  Node take() {
    if (is_cut_short_) root_.kind = NodeKind::rejected;
    return std::move(root_);
  }

  void OnDocumentStart(YAML::Mark const&) override {}
  void OnDocumentEnd() override {}
  void OnNull(YAML::Mark const& mark, YAML::anchor_t anchor) override {
    Node node = at(mark, NodeKind::empty);
    if (source_.stands_at(mark.pos, "null")) node.text = "null";
    check_plain(node, "", anchor);
    attach(std::move(node));
  }
  void OnAlias(YAML::Mark const& mark, YAML::anchor_t) override {
    Node node = at(mark, NodeKind::rejected);
    report_.add(node, "an alias stands here", "a config is read without jumping about", "write the value out");
    attach(std::move(node));
  }
  void OnScalar(YAML::Mark const& mark, std::string const& tag, YAML::anchor_t anchor,
                std::string const& value) override {
    Node node = at(mark, NodeKind::scalar);
    node.text = value;
    node.is_quoted = tag == "!"; // the library's word for: not plain
    check_plain(node, node.is_quoted ? "" : tag, anchor);
    // The library closes a quote at the end of the file without a word; all keys below it would be lost in it.
    if (node.is_quoted && source_.has_open_quote(mark.pos)) {
      report_.add(node, "a quote is opened and never closed", "the rest of the file would be one text", "close it");
      is_cut_short_ = true;
    }
    attach(std::move(node));
  }
  void OnSequenceStart(YAML::Mark const& mark, std::string const& tag, YAML::anchor_t anchor,
                       YAML::EmitterStyle::value) override {
    open(mark, NodeKind::list, tag, anchor);
  }
  void OnSequenceEnd() override { close(); }
  void OnMapStart(YAML::Mark const& mark, std::string const& tag, YAML::anchor_t anchor,
                  YAML::EmitterStyle::value) override {
    open(mark, NodeKind::map, tag, anchor);
  }
  void OnMapEnd() override { close(); }

private:
  struct Open {
    Node node;
    std::optional<Node> key = std::nullopt;
  };

  Node at(YAML::Mark const& mark, NodeKind kind) const {
    auto const [line, column] = source_.place(mark.pos);
    return {.kind = kind, .source = number_, .line = line, .column = column};
  }

  void check_plain(Node& node, std::string const& tag, YAML::anchor_t anchor) {
    if (anchor != 0) {
      report_.add(node, "an anchor (&name) stands here", "a config is read without jumping about",
                  "take it out, and write the value out where it is used");
    }
    if (tag.empty() || tag == "?") return;
    report_.add(node, "a tag (!name) stands here", "the key decides how its value is read", "take it out");
    node.kind = NodeKind::rejected;
  }

  void open(YAML::Mark const& mark, NodeKind kind, std::string const& tag, YAML::anchor_t anchor) {
    Node node = at(mark, kind);
    check_plain(node, tag, anchor);
    open_.push_back({std::move(node)});
  }

  void close() {
    Node node = std::move(open_.back().node);
    open_.pop_back();
    attach(std::move(node));
  }

  void attach(Node node) {
    if (open_.empty()) {
      root_ = std::move(node);
      return;
    }
    auto& [parent, key] = open_.back();
    if (parent.kind == NodeKind::list) {
      parent.items.push_back(std::move(node));
    } else if (!key) {
      key = std::move(node);
    } else {
      add_entry(parent, std::move(*key), std::move(node));
      key.reset();
    }
  }

  void add_entry(Node& map, Node key, Node value) {
    // The library places a value that is not there at whatever follows.
    if (value.kind == NodeKind::empty) value.line = key.line, value.column = key.column;
    // To YAML the key `null` of a config is an empty value.
    if (key.kind == NodeKind::empty && key.text == "null") key.kind = NodeKind::scalar;
    if (key.kind != NodeKind::scalar) {
      if (key.kind != NodeKind::rejected)
        report_.add(key, "a key is " + shown(key), "a key is a name", "write name: value");
      return;
    }
    for (Node const& other : map.keys) {
      if (other.text != key.text) continue;
      report_.add(key, "key " + in_quotes(key.text) + " is given twice", fmt::format("first in line {}", other.line),
                  "keep one of them");
      return;
    }
    map.keys.push_back(std::move(key));
    map.items.push_back(std::move(value));
  }

  Source const& source_;
  Report& report_;
  int number_;
  std::vector<Open> open_;
  Node root_;
  bool is_cut_short_ = false;
};

/// The top of a document that cannot be read further, after its problem.
Node reject(Report& report, int number, std::pair<int, int> place, std::string what, std::string why,
            std::string advice) {
  Node const node{.kind = NodeKind::rejected, .source = number, .line = place.first, .column = place.second};
  report.add(node, std::move(what), std::move(why), std::move(advice));
  return node;
}

} // namespace

Node parse_yaml(std::string const& text, Report& report, int number) {
  Source const source(text);
  if (auto const place = source.first_broken_utf8()) {
    return reject(report, number, *place, "a character is not UTF-8", "it would print as garbage",
                  "save the file as UTF-8");
  }
  if (auto const place = source.first_indenting_tab()) {
    return reject(report, number, *place, "a tab indents this line", "YAML nests by blanks only",
                  "write blanks instead");
  }
  TreeBuilder builder(source, report, number);
  std::istringstream stream(source.text());
  try {
    YAML::Parser parser(stream);
    if (!parser.HandleNextDocument(builder)) {
      return reject(report, number, {1, 1}, "the config is empty", "", "iptwsim init prints one to start from");
    }
    Node root = builder.take();
    if (parser.HandleNextDocument(builder)) {
      Node const second = builder.take();
      report.add(second, "a second document begins here", "a config is one document", "put it into a file of its own");
    }
    return root;
  } catch (YAML::Exception const& error) {
    ParseError const said = explain(error.msg);
    return reject(report, number, source.place(error.mark.pos), said.what, said.why, said.advice);
  }
}

} // namespace iptwsim::config
