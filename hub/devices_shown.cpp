#include "hub/devices_shown.h"

#include <algorithm>
#include <cassert>

namespace luft::hub {

void DevicesShown::put_all(const std::vector<Entry>& changed) {
  for (const Entry& device : changed) {
    size_ = std::max<std::size_t>(size_, std::size_t{device->number} + 1);
  }
  blocks_.resize((size_ + kBlock - 1) / kBlock);
  std::vector<std::shared_ptr<Block>> own(blocks_.size());  // that no other picture has
  for (const Entry& device : changed) {
    const std::size_t block = device->number / kBlock;
    if (!own[block]) {
      own[block] =
          blocks_[block] ? std::make_shared<Block>(*blocks_[block]) : std::make_shared<Block>();
      own[block]->resize(std::min(kBlock, size_ - block * kBlock));
      blocks_[block] = own[block];
    }
    (*own[block])[device->number % kBlock] = device;
  }
  assert(std::ranges::all_of(own, [](const auto& block) {
    return !block || std::ranges::find(*block, nullptr) == block->end();
  }));
}

}  // namespace luft::hub
