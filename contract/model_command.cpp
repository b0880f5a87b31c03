#include "contract/model_command.h"

#include <array>

#include "contract/json.h"
#include "contract/json_writer.h"
#include "contract/words.h"

namespace luft::contract {
namespace {

using Wish = ModelCommand::Wish;

constexpr std::array kWishes{
    Word{"use", Wish::use},
    Word{"roll_back", Wish::roll_back},
    Word{"shadow", Wish::shadow},
};

}  // namespace

std::expected<ModelCommand, ParseError> parse_model_command(std::string_view payload) {
  ObjectReader object(payload, kMaxMessageBytes);
  ModelCommand command;
  command.wish = read_word(object, "command", kWishes);
  command.id = object.text<kMaxRequestIdLength>("id");
  const auto version = object.optional_text<kMaxModelNameLength>("version");
  if (version) command.version = *version;
  if (command.wish == Wish::use && command.version.view().empty()) {
    object.refuse(ParseErrorKind::missing, "version");
  }
  return object.result(command);
}

std::string_view write_model_command(const ModelCommand& command, std::span<char> buffer) {
  JsonWriter json(buffer);
  json.begin_object();
  json.text("command", word_for(kWishes, command.wish));
  if (!command.version.view().empty()) json.text("version", command.version.view());
  json.text("id", command.id.view());
  json.end_object();
  return json.written();
}

}  // namespace luft::contract
