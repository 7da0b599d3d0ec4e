const side = 96;

/** A small portrait of no real person, as the base64 of a PNG: a grey head and shoulders on white. */
export function samplePhoto(): string {
  const canvas = document.createElement('canvas');
  canvas.width = side;
  canvas.height = side;
  const context = canvas.getContext('2d');
  if (!context) return '';
  context.fillStyle = '#eef1f5';
  context.fillRect(0, 0, side, side);
  context.fillStyle = '#8b97a8';
  context.beginPath();
  context.arc(side / 2, side * 0.4, side * 0.2, 0, 2 * Math.PI);
  context.ellipse(side / 2, side * 1.02, side * 0.36, side * 0.36, 0, 0, 2 * Math.PI);
  context.fill();
  return canvas.toDataURL('image/png').replace(/^[^,]*,/, '');
}
