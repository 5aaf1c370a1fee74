/** A button beside an address that copies it. The words stand in `data-copy` and `data-copied`. */
export function offerCopying(holder: HTMLElement): void {
  const address = holder.querySelector("code")?.textContent;
  if (!address || !navigator.clipboard) return;
  const button = document.createElement("button");
  button.type = "button";
  button.className = "button plain";
  button.textContent = holder.dataset.copy ?? "";
  button.addEventListener("click", async () => {
    const isCopied = await navigator.clipboard.writeText(address).then(
      () => true,
      () => false,
    );
    if (isCopied) button.textContent = holder.dataset.copied ?? "";
  });
  const status = document.createElement("div");
  status.setAttribute("aria-live", "polite");
  status.append(button);
  holder.after(status);
}
