#include "firmware/core/update/update.h"

#include <algorithm>

namespace luft::firmware {

using Coming = ImageSource::Coming;

namespace {

// At one tick, so that a megabyte takes seconds and the device still looks at all else.
constexpr std::size_t kPiecesAtOnce = ImageSlots::kSectorBytes / ImageSlots::kPieceBytes;

}  // namespace

Update::Update(const UpdateSettings& settings, const Installed& installed, const UpdatePorts& ports,
               Events& events, std::uint32_t seed)
    : settings_(settings),
      installed_(installed),
      ports_(ports),
      events_(events),
      jitter_(seed),
      progress_(ports.memory.load()),
      backoff_(settings.first_retry) {
  if (ports_.slots.running() == ImageSlots::Running::on_trial) {
    state_ = State::on_trial;
  } else if (progress_) {
    resume();
  }
}

void Update::resume() {
  const bool runs = progress_->offer.version.view() == installed_.version;
  if (runs) return finish("update_confirmed", installed_.version);
  if (progress_->tried && ports_.slots.other_was_given_up()) {
    return finish("update_given_up", progress_->offer.version.view());
  }
  // What was kept may be of a time when other things could be offered.
  if (const auto fine = judge(progress_->offer, installed_, ports_.verifier); !fine) {
    return finish("update_refused", name(fine.error()));
  }
  progress_->tried = false;
  progress_->written = std::min(progress_->written, progress_->offer.size);
  state_ = State::waiting;
}

void Update::on_offer(const contract::UpdateOffer& offer, Uptime now) {
  if (progress_ && progress_->offer == offer) return;  // heard twice
  if (state_ != State::idle) {
    news_ = News{.event = "update_refused",
                 .reason = decltype(News::reason)::cut("another one is under way")};
    return;
  }
  if (const auto fine = judge(offer, installed_, ports_.verifier); !fine) {
    return finish("update_refused", name(fine.error()));
  }
  progress_.emplace().offer = offer;
  ports_.memory.save(*progress_);
  started_ = now;
  retry_at_ = now;
  backoff_ = settings_.first_retry;
  state_ = State::waiting;
  news_ =
      News{.event = "update_fetching", .reason = decltype(News::reason)::cut(offer.version.view())};
}

void Update::on_receipt() {
  if (state_ != State::on_trial) return;
  ports_.slots.confirm();
  finish("update_confirmed", installed_.version);
}

Update::Wish Update::on_tick(Restart restart, Uptime now) {
  tell(now);
  switch (state_) {
    case State::idle:
      break;
    case State::waiting:
      if (now - started_ > settings_.give_up_after) {
        finish("update_failed", "the image could not be fetched within a day");
      } else if (now >= retry_at_) {
        begin_fetching(now);
      }
      break;
    case State::fetching:
      fetch(now);
      break;
    case State::checking:
      check();
      break;
    case State::leaving:
      if (restart == Restart::may && !news_) return Wish::restart;
      break;
    case State::on_trial:  // the next start comes back to the other version
      if (restart == Restart::may && now > settings_.trial) return Wish::restart;
      break;
  }
  return Wish::none;
}

void Update::begin_fetching(Uptime now) {
  filled_ = 0;
  if (progress_->written == progress_->offer.size) {
    state_ = State::checking;
    checked_ = 0;
    ports_.sha256.begin();
    return;
  }
  if (!ports_.source.open(progress_->offer.url.view(), progress_->written)) return pause(now);
  state_ = State::fetching;
  heard_ = now;
}

void Update::fetch(Uptime now) {
  for (std::size_t i = 0; i < kPiecesAtOnce && state_ == State::fetching; ++i) {
    const std::size_t wanted =
        std::min<std::size_t>(piece_.size(), progress_->offer.size - progress_->written) - filled_;
    const auto [coming, count] = ports_.source.poll(std::span{piece_}.subspan(filled_, wanted));
    if (coming == Coming::bytes && count <= wanted) {
      take(count, now);
      continue;
    }
    const bool silent = coming == Coming::nothing_yet && now - heard_ <= settings_.longest_silence;
    if (!silent) pause(now);
    return;
  }
}

void Update::take(std::size_t count, Uptime now) {
  heard_ = now;
  filled_ += count;
  const std::uint32_t size = progress_->offer.size;
  const std::uint32_t end = progress_->written + static_cast<std::uint32_t>(filled_);
  if (filled_ < piece_.size() && end < size) return;
  if (!ports_.slots.write(progress_->written, std::span{piece_}.first(filled_))) {
    ports_.source.close();
    return finish("update_failed", "the flash does not take it");
  }
  progress_->written = end;
  filled_ = 0;
  backoff_ = settings_.first_retry;
  if (end % kSavedEvery == 0 || end == size) ports_.memory.save(*progress_);
  if (end < size) return;
  ports_.source.close();
  state_ = State::waiting;
  retry_at_ = now;
}

// What came of a piece that is not full is fetched again.
void Update::pause(Uptime now) {
  if (state_ == State::fetching) ports_.source.close();
  state_ = State::waiting;
  retry_at_ = now + jitter_.stretched(backoff_);
  backoff_ = std::min(backoff_ * 2, settings_.longest_retry);
}

// Reads back what the flash holds: the hash of what came over the network would prove less.
void Update::check() {
  const std::uint32_t size = progress_->offer.size;
  for (std::size_t i = 0; i < kPiecesAtOnce && checked_ < size; ++i) {
    const auto piece =
        std::span{piece_}.first(std::min<std::size_t>(piece_.size(), size - checked_));
    if (!ports_.slots.read(checked_, piece)) {
      return finish("update_failed", "the flash cannot be read");
    }
    ports_.sha256.add(piece);
    checked_ += static_cast<std::uint32_t>(piece.size());
  }
  if (checked_ < size) return;
  if (ports_.sha256.end() != progress_->offer.sha256) {
    return finish("update_failed", "its hash is wrong");
  }
  leave();
}

// Kept as tried once it is to run: after a power cut in between, an image of long ago that was
// given up would be taken for this one.
void Update::leave() {
  if (!ports_.slots.try_other()) {
    return finish("update_failed", "the image cannot be started");
  }
  progress_->tried = true;
  ports_.memory.save(*progress_);
  state_ = State::leaving;
  news_ = News{.event = "update_restarting",
               .reason = decltype(News::reason)::cut(progress_->offer.version.view())};
}

// What came of it is said with the next tick: saying needs a chip's stack to itself.
void Update::finish(std::string_view event, std::string_view reason) {
  news_ = News{.event = event, .reason = decltype(News::reason)::cut(reason)};
  if (progress_) ports_.memory.forget();
  progress_.reset();
  state_ = State::idle;
}

void Update::tell(Uptime now) {
  if (news_ && events_.say(news_->event, std::nullopt, news_->reason.view(), now)) news_.reset();
}

}  // namespace luft::firmware
