#include "hub/store/request_size.hpp"

namespace kring::store {

namespace {

std::size_t size_of(const std::vector<KeyPackageRow>& packages) {
  std::size_t size = 0;
  for (const KeyPackageRow& package : packages) size += sizeof package + package.bytes.size();
  return size;
}

std::size_t size_of(const GroupWrite& group) {
  std::size_t size =
      sizeof group + group.commit_payload.size() + group.group_state.size() + group.channel_state.size();
  if (group.tree) size += group.tree->bytes.size();
  for (const WelcomeWrite& welcome : group.welcomes) size += sizeof welcome + welcome.welcome.size();
  return size;
}

std::size_t size_of(const BundleWrite& bundle) {
  std::size_t size = bundle.charter_snapshot.size();
  for (const CharterEntryRow& entry : bundle.entries) size += sizeof entry + entry.bytes.size();
  for (const GroupWrite& group : bundle.groups) size += size_of(group);
  if (bundle.acceptance)
    size += bundle.acceptance->introduction.size() + size_of(bundle.acceptance->packages);
  size += bundle.ended.size() * sizeof(channels::HandleId) + bundle.staged_taken.size() * sizeof(Hash);
  return size;
}

std::size_t size_of(const Append& append) {
  return append.payload.size();
}
std::size_t size_of(const PutKeyPackages& put) {
  return size_of(put.packages);
}
std::size_t size_of(const ClaimKeyPackage& /*claim*/) {
  return 0;
}
std::size_t size_of(const AckWelcomes& ack) {
  return ack.ids.size() * sizeof(std::uint64_t);
}
std::size_t size_of(const EndHandles& end) {
  return end.handles.size() * sizeof(channels::HandleId);
}
std::size_t size_of(const PutStaged& put) {
  return put.bytes.size();
}
std::size_t size_of(const DropStaged& /*drop*/) {
  return 0;
}
std::size_t size_of(const CreateBlobFile& /*create*/) {
  return 0;
}
std::size_t size_of(const FinishBlobFile& /*finish*/) {
  return 0;
}
std::size_t size_of(const DropBlobFiles& /*drop*/) {
  return 0;
}
std::size_t size_of(const DropUploads& /*drop*/) {
  return 0;
}
std::size_t size_of(const ForgetBlobFiles& forget) {
  return forget.blobs.size() * sizeof(channels::BlobId);
}
std::size_t size_of(const PutSlot& put) {
  return put.sealed.size();
}

std::size_t size_of(const OpenMailbox& /*open*/) {
  return 0;
}
std::size_t size_of(const PutMail& put) {
  return put.bytes.size();
}
std::size_t size_of(const TakeMail& /*take*/) {
  return 0;
}
std::size_t size_of(const DropMailboxes& /*drop*/) {
  return 0;
}
std::size_t size_of(const PurgeEnded& /*purge*/) {
  return 0;
}

std::size_t size_of(const RestoreLog& restore) {
  std::size_t size = restore.group_state.size() + restore.channel_state.size();
  for (const RestoredEntry& entry : restore.entries) size += sizeof entry + entry.payload.size();
  return size + restore.staged_taken.size() * sizeof(Hash);
}

}  // namespace

std::size_t size_of_request(const WriteRequest& request) {
  return sizeof request + std::visit([](const auto& it) { return size_of(it); }, request);
}

}  // namespace kring::store
