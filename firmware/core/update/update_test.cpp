// Updates under everything that goes wrong with them: broken lines, cut power, wrong images. The
// device must end on a version that works, and say which.
#include "firmware/core/update/update.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <memory>
#include <random>
#include <string>
#include <vector>

#include "contract/device.h"
#include "firmware/core/fake_ports.h"
#include "firmware/core/update/fake_board.h"

namespace luft::firmware {
namespace {

using contract::UpdateOffer;
using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;
using testing::Board;
using testing::BoardMemory;
using testing::BoardSlots;
using testing::digest;
using testing::FakeSha256;
using testing::FakeSource;
using testing::FakeVerifier;
using testing::signature_of;

class UpdateTest : public ::testing::Test {
 protected:
  UpdateTest() {
    source_.image.resize(150'001);
    for (std::size_t i = 0; i < source_.image.size(); ++i) {
      source_.image[i] = static_cast<std::uint8_t>(i * 7 + i / 4'096);
    }
    offer_ = sign({.version = decltype(UpdateOffer::version)::cut("1.1.0"),
                   .chip = decltype(UpdateOffer::chip)::cut("esp32c3"),
                   .url = decltype(UpdateOffer::url)::cut("https://hub/1.1.0.bin"),
                   .size = static_cast<std::uint32_t>(source_.image.size()),
                   .sha256 = digest(source_.image)});
    start();
  }

  static UpdateOffer sign(UpdateOffer offer) {
    std::array<char, contract::kMaxSignedBytes> buffer{};
    const auto text = contract::write_signed_text(offer, buffer);
    offer.signature =
        signature_of({reinterpret_cast<const std::uint8_t*>(text.data()), text.size()});
    return offer;
  }
  // A start of what the board runs now.
  void start() {
    now_ = {};
    events_ = std::make_unique<Events>(*contract::parse_device_id("kitchen"), fakes_.all());
    const Installed installed{
        .chip = "esp32c3", .version = board_.versions[board_.running], .capacity_bytes = 300'000};
    update_ = std::make_unique<Update>(UpdateSettings{}, installed,
                                       UpdatePorts{source_, slots_, sha256_, memory_, verifier_},
                                       *events_, 1);
  }
  void restart() {
    // The image that arrived says its version when it runs.
    board_.versions[1] = "1.1.0";
    board_.restart();
    start();
  }
  void live_until_restart() {
    while (update_->on_tick(Update::Restart::may, now_) != Update::Wish::restart) {
      now_ += std::chrono::milliseconds{100};
      ASSERT_LT(now_, minutes{30});
    }
    restart();
  }
  // Ticks, and restarts as the device would; a new version connects and gets its receipt.
  void live_for(Uptime time) {
    for (const Uptime end = now_ + time; now_ < end; now_ += std::chrono::milliseconds{100}) {
      const auto wish = update_->on_tick(Update::Restart::may, now_);
      if (wish == Update::Wish::restart || !board_.powered) {
        restart();
        return live_for(minutes{15});
      }
      if (connects_ && now_ == seconds{20}) update_->on_receipt();
    }
  }
  std::vector<std::string> events() const {
    std::vector<std::string> result;
    for (const auto& payload : fakes_.sink.payloads(contract::TopicKind::device_event)) {
      const auto event = contract::parse_device_event(payload);
      std::string text{event->event.view()};
      if (event->reason) text += ": " + std::string{event->reason->view()};
      result.push_back(text);
    }
    return result;
  }
  std::string last_event() const { return events().empty() ? "" : events().back(); }
  std::string running() const { return board_.versions[board_.running]; }

  testing::FakePorts fakes_;
  Board board_;
  FakeSource source_;
  BoardSlots slots_{board_};
  BoardMemory memory_{board_};
  FakeSha256 sha256_;
  FakeVerifier verifier_;
  UpdateOffer offer_;
  std::unique_ptr<Events> events_;
  std::unique_ptr<Update> update_;
  bool connects_ = true;
  Uptime now_{};
};

TEST_F(UpdateTest, EndsOnTheNewVersionOnceItHasProvenItself) {
  update_->on_offer(offer_, now_);
  live_for(minutes{30});
  EXPECT_EQ(running(), "1.1.0");
  EXPECT_FALSE(board_.on_trial);
  EXPECT_FALSE(board_.kept);
  EXPECT_EQ(events(),
            (std::vector<std::string>{"update_fetching: 1.1.0", "update_restarting: 1.1.0",
                                      "update_confirmed: 1.1.0"}));
}

TEST_F(UpdateTest, RefusesWhatIsNotMeantForItAndSaysWhy) {
  const auto refusal = [&](UpdateOffer offer) {
    now_ += seconds{2};
    update_->on_offer(offer, now_);
    (void)update_->on_tick(Update::Restart::may, now_);
    return last_event();
  };
  const auto with = [&](auto change) {
    UpdateOffer offer = offer_;
    change(offer);
    return sign(offer);
  };
  UpdateOffer forged = offer_;
  forged.size -= 1;
  EXPECT_EQ(refusal(forged), "update_refused: its signature is not ours");
  EXPECT_EQ(refusal(with([](auto& o) { o.chip = decltype(o.chip)::cut("esp32"); })),
            "update_refused: it was built for another chip");
  EXPECT_EQ(refusal(with([](auto& o) { o.version = decltype(o.version)::cut("1.0.0"); })),
            "update_refused: this version is running");
  EXPECT_EQ(refusal(with([](auto& o) { o.version = decltype(o.version)::cut("0.9.9"); })),
            "update_refused: it is older than what is running");
  EXPECT_EQ(refusal(with([](auto& o) { o.version = decltype(o.version)::cut("1.1"); })),
            "update_refused: its version is not MAJOR.MINOR.PATCH");
  EXPECT_EQ(refusal(with([](auto& o) { o.size = 300'001; })), "update_refused: it does not fit");
  EXPECT_EQ(source_.opened, 0);
  EXPECT_EQ(board_.steps, 0U) << "nothing was written";
}

TEST_F(UpdateTest, GoesOnWhereTheLineBroke) {
  const std::size_t size = source_.image.size();
  source_.cuts = {0, 1, 511, 512, 4'095, 4'096, 4'097, 65'536, 65'537, size / 2, size - 1};
  update_->on_offer(offer_, now_);
  live_for(hours{2});
  EXPECT_EQ(running(), "1.1.0");
  EXPECT_EQ(source_.opened, 12);
  EXPECT_LE(source_.fetched, size + 12 * 512) << "no more than a piece came twice";
}

TEST_F(UpdateTest, WaitsLongerAndLongerForASourceThatIsAwayAndGivesUpAfterADay) {
  source_.away = true;
  update_->on_offer(offer_, now_);
  live_for(hours{25});
  EXPECT_EQ(last_event(), "update_failed: the image could not be fetched within a day");
  EXPECT_LT(source_.opened, 170);
  EXPECT_EQ(update_->state(), Update::State::idle);
}

TEST_F(UpdateTest, DoesNotWaitForEverForASilentSource) {
  source_.silent = true;
  update_->on_offer(offer_, now_);
  live_for(minutes{2});
  EXPECT_GE(source_.opened, 2);
}

TEST_F(UpdateTest, StartsNothingWhoseHashIsWrong) {
  source_.image[100'000] ^= 1;
  update_->on_offer(offer_, now_);
  live_for(minutes{30});
  EXPECT_EQ(last_event(), "update_failed: its hash is wrong");
  EXPECT_EQ(board_.next, 0);
}

TEST_F(UpdateTest, SaysWhenTheFlashDoesNotTakeIt) {
  board_.flash_fails = true;
  update_->on_offer(offer_, now_);
  live_for(minutes{1});
  EXPECT_EQ(last_event(), "update_failed: the flash does not take it");
  EXPECT_EQ(update_->state(), Update::State::idle);
}

TEST_F(UpdateTest, ComesBackFromAVersionThatCannotConnectAndSaysSo) {
  connects_ = false;
  update_->on_offer(offer_, now_);
  live_for(minutes{30});
  EXPECT_EQ(running(), "1.0.0");
  EXPECT_FALSE(board_.on_trial);
  EXPECT_EQ(last_event(), "update_given_up: 1.1.0");
  EXPECT_FALSE(board_.kept);
}

// A crash, or a power cut, before the new version could say a word.
TEST_F(UpdateTest, ComesBackFromAVersionThatDoesNotComeUpAndSaysSo) {
  update_->on_offer(offer_, now_);
  live_until_restart();
  ASSERT_EQ(running(), "1.1.0");
  restart();
  live_for(seconds{5});
  EXPECT_EQ(running(), "1.0.0");
  EXPECT_EQ(last_event(), "update_given_up: 1.1.0");
  EXPECT_FALSE(board_.kept) << "it is not tried again by itself";
}

TEST_F(UpdateTest, DoesNotRestartWhileTheWindowMoves) {
  update_->on_offer(offer_, now_);
  for (; now_ < minutes{10}; now_ += std::chrono::milliseconds{100}) {
    EXPECT_EQ(update_->on_tick(Update::Restart::must_wait, now_), Update::Wish::none);
  }
  EXPECT_EQ(update_->state(), Update::State::leaving);
  EXPECT_EQ(update_->on_tick(Update::Restart::may, now_), Update::Wish::restart);
}

TEST_F(UpdateTest, DoesNotEndATrialWhileTheWindowMoves) {
  connects_ = false;
  update_->on_offer(offer_, now_);
  while (!board_.on_trial) live_until_restart();
  for (; now_ < minutes{12}; now_ += std::chrono::milliseconds{100}) {
    EXPECT_EQ(update_->on_tick(Update::Restart::must_wait, now_), Update::Wish::none);
    ASSERT_TRUE(board_.powered) << now_.count();
  }
  EXPECT_EQ(update_->on_tick(Update::Restart::may, now_), Update::Wish::restart);
}

TEST_F(UpdateTest, TakesOneOfferAtATime) {
  update_->on_offer(offer_, now_);
  update_->on_offer(offer_, now_);
  (void)update_->on_tick(Update::Restart::may, now_);
  EXPECT_EQ(last_event(), "update_fetching: 1.1.0") << "heard twice is no second offer";
  UpdateOffer other = offer_;
  other.version = decltype(other.version)::cut("1.2.0");
  update_->on_offer(sign(other), now_ + seconds{2});
  (void)update_->on_tick(Update::Restart::may, now_ + seconds{2});
  EXPECT_EQ(last_event(), "update_refused: another one is under way");
}

// The power goes at every step that changes anything, in the middle of it.
TEST_F(UpdateTest, EndsOnAVersionThatWorksWheneverThePowerGoes) {
  update_->on_offer(offer_, now_);
  live_for(minutes{30});
  const std::size_t steps = board_.steps;
  ASSERT_GT(steps, 40U);
  for (std::size_t cut = 0; cut < steps; ++cut) {
    board_ = {};
    board_.given_up = cut % 2 == 1 || cut + 8 > steps;  // one of long ago was
    fakes_.sink.said.clear();
    source_.fetched = 0;
    board_.steps_left = cut;
    start();
    update_->on_offer(offer_, now_);
    live_for(minutes{30});
    ASSERT_FALSE(board_.on_trial) << cut;
    ASSERT_EQ(board_.running, board_.next) << cut;
    const bool is_new = running() == "1.1.0";
    // Cut before the offer was kept: nobody knows of it. Cut on trial: back, and said.
    const std::string last = last_event();
    if (is_new) {
      EXPECT_EQ(last, "update_confirmed: 1.1.0") << cut;
      EXPECT_EQ(board_.slots[1][149'999], source_.image[149'999]) << cut;
    } else {
      EXPECT_EQ(running(), "1.0.0") << cut;
      EXPECT_TRUE(cut == 0 || last == "update_given_up: 1.1.0") << cut << " " << last;
      EXPECT_TRUE(cut == 0 || board_.trials > 0) << cut << ": it never ran";
    }
    EXPECT_LE(source_.fetched, source_.image.size() + 70'000) << cut << ": it went on where it was";
  }
}

// Broken lines, cut power, and a new version that may not connect, all in one life.
TEST_F(UpdateTest, EndsOnAVersionThatWorksWhateverComesTogether) {
  std::minstd_rand random(11);
  int updated = 0;
  for (int life = 0; life < 60; ++life) {
    board_ = {};
    fakes_.sink.said.clear();
    for (int i = 0; i < 3; ++i) source_.cuts.push_back(random() % source_.image.size());
    connects_ = random() % 3 != 0;
    board_.steps_left = random() % 1'000;  // often later than there are steps
    start();
    update_->on_offer(offer_, now_);
    live_for(hours{1});
    EXPECT_FALSE(board_.on_trial) << life;
    EXPECT_EQ(board_.running, board_.next) << life;
    const bool is_new = running() == "1.1.0";
    updated += is_new ? 1 : 0;
    EXPECT_TRUE(connects_ || !is_new) << life;
    EXPECT_EQ(last_event(), is_new ? "update_confirmed: 1.1.0" : "update_given_up: 1.1.0") << life;
  }
  EXPECT_GT(updated, 20);
}

}  // namespace
}  // namespace luft::firmware
