// Overlays: a part of the page that lies over others while the body has its class, and that Escape closes.
footnote.overlay = (name, { covered = "", isCovering = () => true, close }) => {
  const { classList } = document.body;
  const isOpen = () => classList.contains(`${name}-open`);
  const toggle = (open) => {
    classList.toggle(`${name}-open`, open);
    if (!covered) return;
    for (const part of document.querySelectorAll(covered)) part.inert = open && isCovering();
  };
  document.addEventListener("keydown", (event) => { if (event.key === "Escape" && isOpen()) close(event); });
  return { isOpen, toggle };
};
