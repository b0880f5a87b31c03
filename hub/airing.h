// The pause of all windows of the house: begun and ended by a person, kept over restarts, and held
// on every window that is there or comes later. Handed the time; pure.
#pragma once

#include <cstddef>
#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "contract/limits.h"
#include "contract/window.h"
#include "hub/intake/outcome.h"
#include "hub/intake/registry.h"
#include "hub/moment.h"

namespace luft::hub {

using contract::Airing;

struct Pause {
  SystemTime since;
  SystemTime until;  // then it ends by itself
  std::string by;    // where a person said so: "api", "home assistant"
};

// A window is held where it is going, until the pause's end. One that a person holds already stays
// theirs: the pause takes over when that hold ends, and resuming does not touch it. A hold that
// ends no earlier than the pause is taken for the pause's own. Nothing is learned from any of it.
// A window that is given back alone during a pause is held again: resuming is for all.
class HousePause {
 public:
  static constexpr std::chrono::seconds kLongest{contract::kMaxHoldSeconds};
  static constexpr std::uint32_t kExpiry_s = 10;  // of what windows are told
  // What a window was told and did not follow is said again after this, then twice that, and so on.
  static constexpr std::chrono::seconds kSaidAgainAfter{15};
  static constexpr std::chrono::seconds kLongestSilence{600};

  // As it is now; null: Luft moves the windows. Immutable: another takes its place.
  [[nodiscard]] const std::shared_ptr<const Pause>& now() const { return pause_; }

  // How many windows are to be held or given back; those that are away are told when they come
  // back. To pause what is paused tells all of them once more, and changes no end.
  std::size_t set(Airing airing, std::string_view by, const Registry& devices, Moment now,
                  std::vector<Publication>& told);

  // About once a second.
  void tick(const Registry& devices, Moment now, std::vector<Publication>& told);

  // For the disk: all of it, and whether it has changed since somebody took it.
  [[nodiscard]] bool has_changes() const { return changed_; }
  [[nodiscard]] std::string take_kept();
  // False when the text is damaged: then nothing is paused.
  [[nodiscard]] bool restore(std::string_view kept);

 private:
  struct Told {
    SteadyTime at;
    std::chrono::seconds silence = kSaidAgainAfter;
  };
  void end();
  [[nodiscard]] bool is_held_by_pause(const Device& device) const;
  void hold(const Device& device, Moment now, std::vector<Publication>& told);
  void give_back(const Device& device, Moment now, std::vector<Publication>& told);
  void tell(const Device& device, const contract::WindowSet& set, Moment now,
            std::vector<Publication>& told);

  std::shared_ptr<const Pause> pause_;
  SystemTime until_;                                // of the newest pause, over or not
  std::set<std::string, std::less<>> owed_;         // ids that it still holds though it is over
  std::unordered_map<DeviceNumber, Told> waiting_;  // told, and not seen to follow
  bool changed_ = false;
};

}  // namespace luft::hub
