#include "contract/receipt.h"

#include "contract/json.h"
#include "contract/json_writer.h"

namespace luft::contract {

std::expected<Receipt, ParseError> parse_receipt(std::string_view payload) {
  ObjectReader object(payload, kMaxMessageBytes);
  const Receipt receipt{.boot = object.identifier("boot"),
                        .through = object.identifier("through"),
                        .seen = object.identifier("seen")};
  if (receipt.seen < receipt.through) object.refuse(ParseErrorKind::inconsistent, "seen");
  return object.result(receipt);
}

std::string_view write_receipt(const Receipt& receipt, std::span<char> buffer) {
  JsonWriter json(buffer);
  json.begin_object();
  json.identifier("boot", receipt.boot);
  json.identifier("through", receipt.through);
  json.identifier("seen", receipt.seen);
  json.end_object();
  return json.written();
}

}  // namespace luft::contract
