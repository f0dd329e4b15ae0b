"""What texts say of ground: who took, held, left or struck a place, and how it is said."""
