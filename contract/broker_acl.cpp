#include "contract/broker_acl.h"

#include "contract/topics.h"

namespace luft::contract {
namespace {

enum class Access : std::uint8_t { read, write };

class AccessList {
 public:
  explicit AccessList(std::string_view site) : prefix_(site) {
    if (!prefix_.empty()) prefix_ += '/';
  }

  void comment(std::string_view text) { text_.append("# ").append(text).append("\n"); }

  void user(std::string_view name) { text_.append("\nuser ").append(name).append("\n"); }

  // A rule for the user named before, about all devices.
  void topic(Access access, std::string_view filter) { rule("topic ", access, filter); }

  // The same outside the site's prefix.
  void foreign_topic(Access access, std::string_view filter) {
    text_.append("topic ").append(word(access)).append(filter).append("\n");
  }
  void foreign_pattern(Access access, std::string_view filter) {
    text_.append("pattern ").append(word(access)).append(filter).append("\n");
  }

  // A rule for whoever %u is.
  void pattern(Access access, std::string_view filter) { rule("pattern ", access, filter); }

  [[nodiscard]] const std::string& text() const { return text_; }

 private:
  void rule(std::string_view kind, Access access, std::string_view filter) {
    text_.append(kind).append(word(access)).append(prefix_).append(filter).append("\n");
  }

  static std::string_view word(Access access) {
    return access == Access::read ? "read " : "write ";
  }

  std::string prefix_;
  std::string text_;
};

// `sensor/{id}/{metric}` as `sensor/%u/+`.
std::string own_topic(std::string_view pattern) {
  std::string filter(pattern);
  for (const auto& [place, stand_in] : {std::pair{"{id}", "%u"}, std::pair{"{metric}", "+"}}) {
    const std::size_t at = filter.find(place);
    if (at != std::string::npos) filter.replace(at, std::string_view(place).size(), stand_in);
  }
  return filter;
}

void add_devices(AccessList& list) {
  list.comment("Every device, for its own id only.");
  for (const TopicInfo& row : all_topics()) {
    if (row.speaker == Speaker::device) list.pattern(Access::write, own_topic(row.pattern));
    if (row.device_listens) list.pattern(Access::read, own_topic(row.pattern));
  }
}

void add_service(AccessList& list, std::string_view user, Speaker speaker,
                 bool TopicInfo::* listens) {
  list.user(user);
  for (const TopicInfo& row : all_topics()) {
    const TopicName filter = topic_filter(row.kind);
    if (row.speaker == speaker) list.topic(Access::write, filter.view());
    if (row.*listens) list.topic(Access::read, filter.view());
  }
}

void add_replay(AccessList& list, std::string_view user) {
  list.user(user);
  for (const TopicKind kind : {TopicKind::reading, TopicKind::batch, TopicKind::device_status,
                               TopicKind::device_info, TopicKind::device_event}) {
    list.topic(Access::write, topic_filter(kind).view());
  }
  for (const TopicKind kind :
       {TopicKind::device_receipt, TopicKind::device_status, TopicKind::hub_status}) {
    list.topic(Access::read, topic_filter(kind).view());
  }
}

void add_foreign_devices(AccessList& list, const ForeignAccess& foreign) {
  for (const std::string& topic : foreign.said) list.foreign_pattern(Access::write, topic);
  for (const std::string& topic : foreign.told) list.foreign_pattern(Access::read, topic);
}

// The hub says for them what our devices say for themselves.
void add_foreign_hub(AccessList& list, const ForeignAccess& foreign) {
  for (const std::string& topic : foreign.said) list.foreign_topic(Access::read, topic);
  for (const std::string& topic : foreign.told) list.foreign_topic(Access::write, topic);
  for (const std::string& device : foreign.devices) {
    list.topic(Access::write, "sensor/" + device + "/+");
    list.topic(Access::write, "window/" + device + "/state");
    list.topic(Access::write, "device/" + device + "/info");
    list.topic(Access::write, "device/" + device + "/event");
  }
}

// The hub describes devices to Home Assistant, hears what it said of them, and takes wishes.
void add_home_assistant_hub(AccessList& list, const std::string& prefix) {
  list.foreign_topic(Access::write, prefix + "/#");
  list.foreign_topic(Access::read, prefix + "/status");
  list.foreign_topic(Access::read, prefix + "/device/+/config");
  list.topic(Access::write, "home_assistant/+/state");
  list.topic(Access::read, "home_assistant/+/set");
}

// Home Assistant itself: a person's hands, so it may ask for any window, and nothing else.
void add_home_assistant(AccessList& list, std::string_view user, const std::string& prefix) {
  list.user(user);
  list.foreign_topic(Access::read, prefix + "/#");
  list.foreign_topic(Access::write, prefix + "/status");
  list.topic(Access::read, "home_assistant/+/state");
  list.topic(Access::read, "hub/status");
  list.topic(Access::write, "home_assistant/+/set");
}

}  // namespace

std::string broker_acl(const BrokerAccounts& accounts) {
  AccessList list(accounts.site);
  list.comment("Generated from the contract's topic table; changes here are lost.");
  add_devices(list);
  add_foreign_devices(list, accounts.foreign);
  add_service(list, accounts.hub, Speaker::hub, &TopicInfo::hub_listens);
  list.topic(Access::write, topic_filter(TopicKind::window_set).view());
  add_home_assistant_hub(list, accounts.home_assistant_prefix);
  add_foreign_hub(list, accounts.foreign);
  add_service(list, accounts.ml, Speaker::ml, &TopicInfo::ml_listens);
  add_replay(list, accounts.replay);
  add_home_assistant(list, accounts.home_assistant, accounts.home_assistant_prefix);
  return list.text();
}

}  // namespace luft::contract
