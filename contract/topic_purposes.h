// What each topic is for, in one line for the reference: apart from the table, as devices need no
// words for people in their flash.
#pragma once

#include <string_view>

#include "contract/topics.h"

namespace luft::contract {

[[nodiscard]] std::string_view purpose_of(TopicKind kind);

}  // namespace luft::contract
