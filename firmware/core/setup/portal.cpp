#include "firmware/core/setup/portal.h"

#include <memory>

#include "firmware/core/setup/portal_pages.h"

namespace luft::firmware {
namespace {

using portal_pages::FormView;

// Long enough for the page to ask how it went.
constexpr Uptime kSayBeforeRestart = std::chrono::seconds{10};

void redirect(PortalAnswer& answer, std::string_view to, std::string_view set_cookie = {}) {
  answer.begin({.status = 303, .location = to, .set_cookie = set_cookie});
}

// Phones ask a known page of their maker whether there is a way out: any other host than ours.
bool is_for(std::string_view host, std::string_view address) {
  return host.starts_with(address) &&
         (host.size() == address.size() || host[address.size()] == ':');
}

}  // namespace

Portal::Portal(const PortalSettings& settings, const PortalPorts& ports)
    : settings_(settings), ports_(ports), session_(settings.password, ports.entropy) {
  if (ports_.memory.load(setup_)) {
    note_kept();
  } else {
    std::construct_at(&setup_);
    setup_.id = settings.suggested_id;
  }
}

void Portal::note_kept() {
  kept_ = Kept{.id = setup_.id,
               .network = setup_.network,
               .network_password = setup_.network_password,
               .broker_host = setup_.broker_host,
               .broker_password = setup_.broker_password,
               .security = setup_.security};
}

void Portal::on_request(const PortalRequest& request, PortalAnswer& answer, Uptime now) {
  using Method = PortalRequest::Method;
  if (!is_for(request.host, settings_.address)) return redirect(answer, settings_.page);
  if (request.method == Method::post && request.path == "/login") {
    return log_in(request, answer, now);
  }
  const bool is_known = session_.is_theirs(request.cookie, now);
  if (request.method == Method::get) {
    if (is_known) return answer_get(request.path, answer);
    if (request.path == "/") return portal_pages::write_login(answer, std::nullopt);
    return redirect(answer, "/");
  }
  if (request.method == Method::post && is_known) return answer_post(request, answer);
  redirect(answer, "/");
}

void Portal::log_in(const PortalRequest& request, PortalAnswer& answer, Uptime now) {
  std::array<char, 64> buffer{};
  const auto password = form_value(request.body, "password", buffer);
  const auto login = session_.log_in(password.value_or(std::string_view{}), now);
  if (login != PortalSession::Login::welcome) return portal_pages::write_login(answer, login);
  ports_.scan.start();
  redirect(answer, "/", session_.cookie());
}

void Portal::answer_get(std::string_view path, PortalAnswer& answer) {
  if (path == "/progress" && tried_) {
    const auto outcome = outcome_;
    return portal_pages::write_progress(answer, setup_, ports_.trial.step(),
                                        ports_.trial.rssi_dbm(), outcome);
  }
  if (path != "/") return redirect(answer, "/");
  portal_pages::write_form(
      answer, {.setup = setup_,
               .error = error_,
               .networks = ports_.scan.networks(),
               .scan = ports_.scan.is_running() ? FormView::Scan::running : FormView::Scan::ended,
               .secrets = kept_ ? FormView::Secrets::kept : FormView::Secrets::none,
               .version = settings_.version});
}

void Portal::answer_post(const PortalRequest& request, PortalAnswer& answer) {
  if (request.path == "/scan") {
    ports_.scan.start();
  } else if (request.path == "/setup" && done_ == kNever) {
    return submit(request.body, answer);
  }
  redirect(answer, "/");
}

void Portal::submit(std::string_view form, PortalAnswer& answer) {
  ports_.trial.end();
  tried_ = false;
  error_.reset();
  if (const auto read = read_setup(form, setup_); !read) {
    error_ = read.error();
    return redirect(answer, "/");
  }
  keep_unsaid_secrets();
  outcome_ = portal_pages::Outcome::open;
  tried_ = true;
  ports_.trial.begin(setup_);
  redirect(answer, "/progress");
}

// A password is not shown, so an empty field means the one that is kept: but never for another
// network or broker, whose owner would learn it.
void Portal::keep_unsaid_secrets() {
  if (!kept_) return;
  if (setup_.network_password.empty() && setup_.network == kept_->network) {
    setup_.network_password = kept_->network_password;
  }
  const bool same_broker = setup_.id == kept_->id && setup_.broker_host == kept_->broker_host &&
                           setup_.security == kept_->security;
  if (setup_.broker_password.empty() && same_broker) {
    setup_.broker_password = kept_->broker_password;
  }
}

void Portal::on_tick(Uptime now) {
  const bool is_open = tried_ && outcome_ == portal_pages::Outcome::open;
  if (!is_open || ports_.trial.step() != TrialStep::succeeded) return;
  if (!ports_.memory.save(setup_)) {
    outcome_ = portal_pages::Outcome::not_kept;
    return;
  }
  outcome_ = portal_pages::Outcome::kept;
  note_kept();
  done_ = now;
}

bool Portal::is_done(Uptime now) const {
  return done_ != kNever && now - done_ >= kSayBeforeRestart;
}

}  // namespace luft::firmware
